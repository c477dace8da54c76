import type { FromReportPage, ReportBootstrap, ReportRequests, ToReportPage } from '../../src/protocol/datasetPages.ts';
import { askingHost } from '../ui/askingHost.ts';
import './report.css';
import { ReportPage } from './reportPage.ts';

const host = askingHost<ReportRequests, FromReportPage, ToReportPage, ReportBootstrap>();
const page = new ReportPage(host);
document.body.append(page.element);
host.listen((message) => page.receive(message));
page.load();
