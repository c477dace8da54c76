import type { ColoursBootstrap, ColoursRequests, FromColoursPage, ToColoursPage } from '../../src/protocol/colours.ts';
import { askingHost } from '../ui/askingHost.ts';
import './colours.css';
import { ColoursPage } from './coloursPage.ts';

const host = askingHost<ColoursRequests, FromColoursPage, ToColoursPage, ColoursBootstrap>();
const page = new ColoursPage(host);
document.body.append(page.element);
host.listen(() => undefined);
page.load();
