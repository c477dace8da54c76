// The panes that the first picture does not wait for: a bundle of its own, loaded after it.
import './panes.css';
import { EditCommands } from './edit/editCommands.ts';
import { OverlayView } from './overlay/overlayView.ts';
import { reportPane } from './reportPane.ts';
import { trainingPane } from './training/trainingPane.ts';

const panes = { EditCommands, OverlayView, reportPane, trainingPane };

export type Panes = typeof panes;

declare global {
  /** Set by the bundle of the panes. */
  var maskscopePanes: Panes | undefined;
}

globalThis.maskscopePanes = panes;
