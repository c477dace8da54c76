import './labelbox.css';
import { exportHost } from './exportHost.ts';
import { ExportPage } from './exportPage.ts';

const host = exportHost();
const page = new ExportPage(host);
document.body.append(page.element);
host.listen((message) => page.receive(message));
host.post({ type: 'ready', page: host.page });
