import './batch.css';
import { batchHost } from './batchHost.ts';
import { BatchPage } from './batchPage.ts';

const host = batchHost();
const page = new BatchPage(host);
document.body.append(page.element);
host.listen((message) => page.receive(message));
host.post({ type: 'ready' });
