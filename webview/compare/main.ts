import './compare.css';
import type { CompareBootstrap, ToFoldersPage, ToMasksPage } from '../../src/protocol/compare.ts';
import { vscodeApi } from '../ui/vscodeApi.ts';
import { FoldersPage } from './foldersPage.ts';
import { MasksPage } from './masksPage.ts';

const api = vscodeApi<object>();
const bootstrap = JSON.parse(document.getElementById('bootstrap')?.textContent ?? '{}') as CompareBootstrap;
const page = bootstrap.page === 'masks' ? new MasksPage(bootstrap, api) : new FoldersPage(bootstrap, api);
document.body.append(page.element);
window.addEventListener('message', ({ data }: MessageEvent<ToMasksPage | ToFoldersPage>) => {
  if (data.type === 'start') api.setState(data.state);
  page.receive(data as never);
});
api.postMessage({ type: 'ready' });
