import * as vscode from 'vscode';
import { ReviewSession } from '../../core/review/reviewSession.ts';
import type { ReviewSubject, TagOf } from '../../core/review/reviewState.ts';
import type { ReviewTag, TagChange, Verdict } from '../../core/review/tag.ts';
import { ReviewStore } from '../../platform/reviewStore.ts';
import type { ReviewAction, ReviewBarState, ShownTag } from '../../protocol/review.ts';
import { REVIEW_STRINGS } from '../../protocol/reviewStrings.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { numberText } from '../page/numberText.ts';
import { translated } from '../page/pageHtml.ts';
import type { PairList } from '../pairs/pairList.ts';
import type { PairPanel } from '../pairs/pairPanel.ts';
import { askReason } from './explain.ts';
import { reviewFailureText, verdictName } from './reviewTexts.ts';
import type { TagReader } from './tagReader.ts';

/** Milliseconds after a tag in which others may come before the reviewer's file is written. All are in the log before. */
const QUIET = 200;

export interface ReviewRunOptions {
  readonly reader: TagReader;
  readonly reviewer: string;
  readonly subjects: readonly ReviewSubject[];
  /** Of the reviewer. */
  readonly tags: readonly ReviewTag[];
  readonly log: vscode.LogOutputChannel;
  /** It is over; `isLeft`: by the user's wish, so that no later window goes on with it. */
  readonly onEnd: (isLeft: boolean) => void;
}

/** A review in the panel of pairs: takes what keys and buttons ask for, keeps every tag, and shows how it stands. */
export class ReviewRun {
  readonly #options: ReviewRunOptions;
  readonly #session: ReviewSession;
  readonly #store: ReviewStore;
  readonly #strings = translated(REVIEW_STRINGS);
  #panel: PairPanel | null = null;
  #list: PairList | null = null;
  #subscriptions: vscode.Disposable[] = [];
  #timer: NodeJS.Timeout | undefined;
  #others: readonly ShownTag[] | null = null;
  #spoken = '';
  #isSeen = true;
  /** A verdict came before its pair was on the screen. */
  #wasEarly = false;
  #problem = '';
  #isOver = false;
  /** What keys asked for before is done first: a tag waits for the hash of what it is about. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: ReviewRunOptions) {
    this.#options = options;
    this.#store = new ReviewStore(options.reader.dataset.folder.fsPath, options.reviewer);
    this.#session = new ReviewSession(options.subjects, options.tags, (there) => this.#store.now(there));
  }

  get dataset(): Dataset {
    return this.#options.reader.dataset;
  }

  /** Place of the pair that the review begins with. */
  get at(): number {
    return this.#session.at;
  }

  /** Name of the file in the dataset's folder that tags are written to. */
  get fileName(): string {
    return this.#store.fileName;
  }

  /** Begins in a panel that shows the pairs of the review, at the pair that it shows. */
  begin(panel: PairPanel): void {
    this.#panel = panel;
    this.#list = panel.list;
    this.#session.show(panel.index);
    this.#subscriptions = [
      panel.hold(() => this.#mayLeave()),
      panel.onDidShow(() => this.#stepped()),
      panel.editor.onDidShow(() => this.#shown()),
      panel.onDidClose(() => void this.end()),
      panel.editor.onDidReview((action) => void this.act(action)),
      this.dataset.onDidChange((change) => {
        if (change === 'found') void this.#lookAgain();
      }),
      this.dataset.onDidDispose(() => void this.end()),
    ];
    const { left, total } = this.#session.progress;
    this.#say(
      left === 0
        ? vscode.l10n.t('All {0} pairs are reviewed.', numberText(total))
        : vscode.l10n.t('{0} of {1} pairs are left. {2}', numberText(left), numberText(total), this.#next()),
    );
    // What an earlier window could not bring into the file any more.
    void this.#write();
  }

  async act(action: ReviewAction): Promise<void> {
    if (action === 'focus') return this.#panel?.reveal();
    const decided =
      action === 'accept' || action === 'reject'
        ? this.#turn.then(() => this.#decide(action === 'accept' ? 'accepted' : 'rejected'))
        : this.#turn;
    this.#turn = decided;
    await decided;
    if (this.#isOver) return;
    switch (action) {
      case 'accept':
      case 'reject':
        return;
      case 'explain':
        return this.#explain();
      case 'undo':
        return this.#undo();
      case 'showLabels':
        return this.#toggleLabels();
      case 'save':
        return this.#save();
      case 'leave':
        return this.end(true);
    }
  }

  /** Never rejects. */
  async #decide(verdict: Verdict): Promise<void> {
    const panel = this.#panel;
    if (this.#isOver || panel === null) return;
    const session = this.#session;
    const { name } = session;
    const { editor } = panel;
    if (editor.isShown && editor.document.file.isDirty) {
      // A tag of it would be of pixels that no file has.
      this.#say(vscode.l10n.t('{0} has unsaved changes, and is not tagged. Save or revert them first.', name));
      return;
    }
    let hash: string | null | undefined;
    try {
      hash = await editor.hashShown();
    } catch (error) {
      return this.#fail(error);
    }
    if (this.#isOver) return;
    if (hash === undefined || name !== session.name) {
      this.#wasEarly = true;
      this.#say(vscode.l10n.t('{0} was not on the screen yet, and is not tagged. Press again when you see it.', name));
      return;
    }
    this.#takeTags();
    // What is on the screen is tagged, also where no scan has seen it yet.
    session.takeHashes([{ name, hash }]);
    const tag = session.decide(verdict, Date.now());
    if (!this.#keep(tag)) return;
    const next = session.nextOpen;
    const said = vscode.l10n.t('{0}: {1}.', name, verdictName(verdict));
    if (next === null) {
      this.#say(`${said} ${vscode.l10n.t('All {0} pairs are reviewed.', numberText(session.subjects.length))}`);
      return;
    }
    session.show(next);
    this.#others = null;
    panel.goTo(next);
    this.#say(`${said} ${this.#next()}`);
  }

  async #explain(): Promise<void> {
    const session = this.#session;
    const name = session.rejected;
    if (name === null) return this.#say(vscode.l10n.t('Nothing is rejected yet that a reason could be given for.'));
    const { reason = '', note = '' } = session.tagOf(name)?.tag ?? {};
    const texts = await askReason(this.dataset.folder, name, { reason, note });
    // The tab may have been closed meanwhile; the reason is kept all the same.
    if (!this.#isOver) this.#panel?.reveal();
    if (texts === undefined) return;
    this.#takeTags();
    const tag = session.explain(name, texts);
    if (tag === null || !this.#keep(tag)) return;
    const said = [tag.reason, tag.note].filter((text) => text !== undefined).join(' · ');
    this.#say(vscode.l10n.t('{0}: {1}.', name, said === '' ? verdictName(tag.verdict) : said));
  }

  #undo(): void {
    const session = this.#session;
    this.#takeTags();
    const change = session.undoable;
    if (change === null) return this.#say(vscode.l10n.t('There is no tag of this review to take back.'));
    if (!this.#add(change)) return;
    session.undo();
    this.#others = null;
    this.#panel?.goTo(session.at);
    this.#say(vscode.l10n.t('Taken back: {0}.', change.name));
  }

  async #toggleLabels(): Promise<void> {
    const { name } = this.#session;
    if (this.#others !== null) this.#others = null;
    else {
      const { pairs } = await this.#options.reader.ask({ names: [name], reviewer: null });
      if (name !== this.#session.name) return;
      const tags = pairs.flatMap((pair) => pair.tags).filter(({ reviewer }) => reviewer !== this.#options.reviewer);
      this.#others = tags.map(shownTag);
    }
    const said = (this.#others ?? []).map(({ reviewer, verdict, reason, note }) =>
      [`${reviewer}: ${verdictName(verdict)}`, reason, note].filter((text) => text !== '').join(', '),
    );
    this.#say(this.#others?.length === 0 ? this.#strings.nobody : said.join('; '));
  }

  async #save(): Promise<void> {
    if (!(await this.#write())) return;
    this.#say(vscode.l10n.t('Saved in {0}.', this.#store.fileName));
  }

  /**
   * Ends it; all tags are kept.
   *
   * @param isLeft by the user's wish, so that the next window does not go on with it
   */
  async end(isLeft = false): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#panel?.editor.showReview(null);
    this.#options.onEnd(isLeft);
    await this.#write();
  }

  /** What a step or another list has brought. */
  #stepped(): void {
    const panel = this.#panel;
    if (panel === null) return;
    if (panel.list !== this.#list) return void this.end(true);
    if (panel.index === this.#session.at) return;
    this.#session.show(panel.index);
    this.#others = null;
    // The page shows it in other places.
    this.#say(this.#place(), false);
  }

  /** The pair has come on the screen, or has left it. */
  #shown(): void {
    // It is there when the verdict comes; what goes wrong is told then.
    void this.#panel?.editor.hashShown().catch(() => undefined);
    if (this.#wasEarly && this.#panel?.editor.isShown === true) this.#say(this.#place());
    else this.#show();
  }

  /** Asks whether other pairs may be shown in place of those of the review. */
  async #mayLeave(): Promise<boolean> {
    const { left, total } = this.#session.progress;
    const title = this.#list?.title ?? '';
    const leave = vscode.l10n.t('Leave the Review');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Leave the review to look at other pairs?'),
      {
        modal: true,
        detail: vscode.l10n.t(
          '{0}: {1} of {2} pairs are left. All tags are kept, and Start Review... goes on where you were.',
          ...[title, numberText(left), numberText(total)],
        ),
      },
      leave,
    );
    return answer === leave;
  }

  /** Masks that changed make their tags stale. */
  async #lookAgain(): Promise<void> {
    const names = this.#options.subjects.map(({ name }) => name);
    const { pairs } = await this.#options.reader.ask({ names, reviewer: this.#options.reviewer });
    if (this.#isOver) return;
    this.#session.takeHashes(pairs.map(({ subject }) => subject));
    this.tagsChanged();
  }

  /** Somebody else may have written tags of the reviewer. */
  tagsChanged(): void {
    this.#takeTags();
    this.#show();
  }

  #takeTags(): void {
    const tags = this.#store.tags();
    if (tags !== null) this.#session.takeTags(tags);
  }

  /** Whether a change is kept: it is then on the disk, whatever becomes of this window. */
  #keep(change: TagChange): boolean {
    const isKept = this.#add(change);
    if (!isKept) this.#session.forgetLast();
    return isKept;
  }

  #add(change: TagChange): boolean {
    try {
      this.#store.add(change);
    } catch (error) {
      this.#fail(error);
      return false;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#write(), QUIET);
    return true;
  }

  /** @returns whether all tags are in the reviewer's file */
  async #write(): Promise<boolean> {
    clearTimeout(this.#timer);
    try {
      await this.#store.flush();
      if (this.#problem !== '') {
        this.#problem = '';
        this.#show();
      }
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #fail(error: unknown): void {
    const text = reviewFailureText(error);
    this.#options.log.error(text);
    if (this.#isOver || this.#panel === null) void vscode.window.showErrorMessage(text);
    this.#problem = text;
    this.#show();
  }

  #next(): string {
    const { name, at, subjects } = this.#session;
    return vscode.l10n.t('Pair {0} of {1}: {2}', numberText(at + 1), numberText(subjects.length), name);
  }

  /** The current pair, and what was said of it. */
  #place(): string {
    const own = this.#session.tagOf(this.#session.name);
    const { unreviewed, stale } = this.#strings;
    const said =
      own === null
        ? unreviewed
        : [verdictName(own.tag.verdict), ...(own.isStale ? [stale] : []), own.tag.reason, own.tag.note]
            .filter((text) => text !== undefined)
            .join(', ');
    return `${this.#next()}. ${said}`;
  }

  /** @param isSeen the eye is to be told as well */
  #say(text: string, isSeen = true): void {
    this.#spoken = text;
    this.#isSeen = isSeen;
    this.#show();
  }

  #show(): void {
    if (this.#isOver) return;
    const session = this.#session;
    const own = session.tagOf(session.name);
    const { reviewer } = this.#options;
    const isShown = this.#panel?.editor.isShown === true;
    if (isShown) this.#wasEarly = false;
    const state: ReviewBarState = {
      ...{ strings: this.#strings, reviewer, progress: session.progress, at: session.at, isShown },
      own: own === null ? null : shownTag({ reviewer, ...own }),
      others: this.#others,
      ...{ canExplain: session.rejected !== null, canUndo: session.canUndo },
      ...{ problem: this.#problem, spoken: this.#spoken, isSeen: this.#isSeen },
    };
    this.#panel?.editor.showReview(state);
  }
}

function shownTag({ reviewer, tag: { verdict, reason = '', note = '' }, isStale }: TagOf): ShownTag {
  return { reviewer, verdict, reason, note, isStale };
}
