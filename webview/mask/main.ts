import './mask.css';
import { maskHost } from './maskHost.ts';
import { MaskPage } from './maskPage.ts';

const host = maskHost();
const page = new MaskPage(host);
host.listen((message) => page.receive(message));
host.post({ type: 'ready', page: host.page });
page.prepare();
