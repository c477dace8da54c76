import './split.css';
import { splitHost } from './splitHost.ts';
import { SplitPage } from './splitPage.ts';

const host = splitHost();
const page = new SplitPage(host);
document.body.append(page.element);
host.listen((message) => page.receive(message));
host.post({ type: 'ready' });
