import './convert.css';
import { convertHost } from './convertHost.ts';
import { ConvertPage } from './convertPage.ts';

const host = convertHost();
const page = new ConvertPage(host);
document.body.append(page.element);
host.listen((message) => page.receive(message));
host.post({ type: 'ready' });
