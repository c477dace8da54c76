import './batch.css';
import { batchHost } from './batchHost.ts';
import { BatchPage } from './batchPage.ts';

const host = batchHost();
const page = new BatchPage(host);
// In the place of what the page says until its script runs.
document.querySelector('main')?.replaceWith(page.element);
host.listen((message) => page.receive(message));
host.post({ type: 'ready' });
