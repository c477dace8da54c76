import type {
  FromGalleryPage,
  GalleryBootstrap,
  GalleryRequests,
  ToGalleryPage,
} from '../../src/protocol/datasetPages.ts';
import { askingHost } from '../ui/askingHost.ts';
import './gallery.css';
import { GalleryPage } from './galleryPage.ts';

const host = askingHost<GalleryRequests, FromGalleryPage, ToGalleryPage, GalleryBootstrap>();
const page = new GalleryPage(host);
document.body.append(page.element);
host.listen(() => page.load());
page.load();
