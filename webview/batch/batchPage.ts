import type { FindingFacts, FromBatchPage, OutcomeFacts, PlanFacts, ToBatchPage } from '../../src/protocol/batch.ts';
import { element } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';
import { throttle } from '../ui/timing.ts';
import { BatchHead, type HeadAction } from './batchHead.ts';
import type { BatchHost } from './batchHost.ts';
import { BatchFiles, type FileFilter } from './batchModel.ts';
import { BatchWording } from './batchWording.ts';
import { FileDetails } from './fileDetails.ts';
import { FileList } from './fileList.ts';
import { FilterBar } from './filterBar.ts';
import { Summary } from './summary.ts';
import { UnknownColours } from './unknownColours.ts';

/** Milliseconds between drawings while files stream in. */
const DRAW_INTERVAL = 200;

/** Where a batch is. */
type Phase = 'previewing' | 'previewed' | 'stopped' | 'writing' | 'stopping' | 'done' | 'undone' | 'failed';

/** The preview page of a batch. */
export class BatchPage {
  readonly element: HTMLElement;
  readonly #host: BatchHost;
  readonly #wording: BatchWording;
  readonly #files = new BatchFiles();
  readonly #head: BatchHead;
  readonly #summary: Summary;
  readonly #unknown: UnknownColours;
  readonly #filters: FilterBar;
  readonly #list: FileList;
  readonly #details: FileDetails;
  readonly #draw = throttle(DRAW_INTERVAL, () => this.#drawAll());
  #run = -1;
  #phase: Phase = 'previewing';
  #plan: PlanFacts | null = null;
  #outcome: OutcomeFacts | null = null;
  #isInPlace = true;
  #isPending = false;
  #canUndo = false;
  #filter: FileFilter = 'all';
  #rule: FindingFacts | null = null;

  constructor(host: BatchHost) {
    this.#host = host;
    const { strings, locale } = host.bootstrap;
    const post = (message: FromBatchPage): void => host.post(message);
    this.#wording = new BatchWording(strings, locale);
    this.#head = new BatchHead(this.#wording);
    const onFix = (fix: Extract<FromBatchPage, { type: 'fix' }>['fix']): void => post({ type: 'fix', fix });
    const onOpen = ({ name }: { readonly name: string }): void => post({ type: 'open', name });
    this.#summary = new Summary(this.#wording, {
      onFix,
      onShowRule: (finding) => {
        this.#rule = finding;
        this.#filter = 'all';
        this.#drawList();
        this.#list.focus();
      },
    });
    this.#unknown = new UnknownColours(
      this.#wording,
      (decisions) => post({ type: 'decide', decisions }),
      (isPending) => {
        this.#isPending = isPending;
        this.#tellPhase();
      },
    );
    this.#filters = new FilterBar(
      this.#wording,
      (filter) => {
        this.#filter = filter;
        this.#drawList();
      },
      () => {
        this.#rule = null;
        this.#drawList();
      },
    );
    this.#details = new FileDetails(this.#wording, { onFix, onOpen });
    this.#list = new FileList(this.#wording, (row) => this.#details.show(row), onOpen);
    const summary = element(
      'div',
      { class: 'summary', role: 'region', 'aria-label': strings.summary, tabindex: 0 },
      this.#unknown.element,
      this.#summary.element,
    );
    this.element = element(
      'main',
      { class: 'batch' },
      this.#head.element,
      element(
        'div',
        { class: 'batch-body' },
        element('div', { class: 'overview' }, summary, this.#filters.element, this.#list.element),
        this.#details.element,
      ),
    );
  }

  receive(message: ToBatchPage): void {
    if (message.type === 'showFindings') {
      this.#filter = 'findings';
      this.#rule = null;
      this.#drawList();
      this.#list.focus();
      return;
    }
    if (message.type === 'start') this.#start(message);
    if (message.run !== this.#run) return;
    switch (message.type) {
      case 'start':
        break;
      case 'classes':
        this.#details.setClasses(message.classes);
        this.#unknown.setClasses(message.classes, message.voidId);
        this.#summary.setNotes(message.notes);
        break;
      case 'files':
        this.#files.add(message.files);
        this.#draw();
        break;
      case 'progress':
        if (this.#phase === 'previewing' || this.#phase === 'writing') this.#head.setProgress(message.progress);
        break;
      case 'plan':
        this.#showPlan(message.plan);
        break;
      case 'writing':
        this.#setPhase('writing');
        break;
      case 'results':
        this.#files.addResults(message.results);
        this.#draw();
        break;
      case 'outcome':
        this.#outcome = message.outcome;
        this.#setPhase('done');
        break;
      case 'stopped':
        this.#setPhase('stopped');
        break;
      case 'failed':
        this.#canUndo = message.canUndo;
        this.#setPhase('failed');
        this.#head.setStatus(this.#wording.strings.failed, [message.message], true);
        break;
      case 'undone':
        this.#files.takeBack(this.#isInPlace ? 'restored' : 'removed', message.left);
        this.#setPhase('undone');
        this.#head.setStatus(this.#wording.strings.undone, [message.message]);
        break;
    }
  }

  #start({ run, setup }: Extract<ToBatchPage, { type: 'start' }>): void {
    this.#run = run;
    this.#plan = null;
    this.#outcome = null;
    this.#isInPlace = setup.isInPlace;
    this.#filter = 'all';
    this.#rule = null;
    this.#files.clear();
    this.#list.reset();
    this.#summary.clear();
    this.#details.reset(setup.keepsPalettes);
    this.#unknown.setClasses([], null);
    this.#unknown.reset(setup.decisions ?? { unknown: 'error', choices: [] });
    this.#head.setSetup(setup);
    this.#setPhase('previewing');
  }

  #setPhase(phase: Phase): void {
    this.#phase = phase;
    if (phase !== 'previewing' && phase !== 'writing' && phase !== 'stopping') this.#head.setProgress(null);
    this.#tellPhase();
    this.#drawAll();
  }

  /** Says where the batch is and offers what can be done now. */
  #tellPhase(): void {
    const { strings } = this.#wording;
    this.#head.setActions(this.#actions());
    switch (this.#phase) {
      case 'previewing':
        return this.#head.setStatus(strings.previewing);
      case 'previewed':
        return this.#tellPlan();
      case 'stopped':
        return this.#head.setStatus(strings.stopped);
      case 'stopping':
        return this.#head.setStatus(strings.stopping);
      case 'done':
        return this.#tellOutcome();
      case 'writing':
      case 'undone':
      case 'failed':
        return;
    }
  }

  #tellPlan(): void {
    const { strings } = this.#wording;
    const plan = this.#plan;
    if (plan === null) return;
    const { write, unchanged, refused } = plan.counts;
    const number = (value: number): string => this.#wording.number(value);
    if (plan.isResumed) {
      const more = plan.newFiles === 0 ? [] : [fill(strings.resumedNew, number(plan.newFiles))];
      const resumed = write === 1 ? strings.resumedOne : strings.resumed;
      return this.#head.setStatus(fill(resumed, number(write)), more);
    }
    const notes: string[] = [];
    if (write === 0) notes.push(strings.nothingToWrite);
    else if (!this.#isInPlace) notes.push(strings.noJournal);
    else notes.push(fill(strings.journal, this.#wording.bytes(plan.journalBytes), plan.journal));
    notes.push(...plan.leftOut);
    const { space } = plan;
    if (space !== null && space.free < space.needed) {
      notes.push(fill(strings.noSpace, this.#wording.bytes(space.needed), this.#wording.bytes(space.free)));
    }
    if (this.#isPending) notes.push(strings.decisionsPending);
    const background = plan.missingBackground;
    if (background !== null) notes.push(fill(strings.missingBackground, background));
    this.#head.setStatus(fill(strings.previewed, number(write), number(unchanged), number(refused)), notes);
  }

  #tellOutcome(): void {
    const { strings } = this.#wording;
    if (this.#outcome === null) return;
    const { counts, isCancelled, manifest } = this.#outcome;
    const { written, unchanged, refused, cancelled } = counts;
    const isUnfinished = manifest === null && written + refused + cancelled > 0;
    const template = isCancelled
      ? strings.outcomeCancelled
      : isUnfinished
        ? strings.outcomeUnfinished
        : strings.outcome;
    const values = [written, unchanged, refused, cancelled].map((value) => this.#wording.number(value));
    const notes = manifest === null ? [] : [fill(strings.manifest, manifest)];
    this.#head.setStatus(fill(template, ...values), notes, isCancelled || isUnfinished);
  }

  #actions(): HeadAction[] {
    const { strings } = this.#wording;
    const action = (label: string, message: FromBatchPage, primary = false): HeadAction => {
      return { label, primary, run: () => this.#host.post(message) };
    };
    const change = action(strings.changeOptions, { type: 'changeOptions' });
    const again = action(strings.previewAgain, { type: 'previewAgain' });
    const close = action(strings.closePage, { type: 'cancel' });
    switch (this.#phase) {
      case 'previewing':
        return [change, action(strings.cancel, { type: 'cancel' })];
      case 'previewed': {
        const cancel = action(strings.cancel, { type: 'cancel' });
        return [...this.#writeAction(), change, cancel];
      }
      case 'writing':
        return [
          {
            label: strings.cancel,
            run: () => {
              this.#host.post({ type: 'cancel' });
              this.#setPhase('stopping');
            },
          },
        ];
      case 'stopping':
        return [];
      case 'stopped':
        return [again, change, close];
      case 'done': {
        const isWritten = (this.#outcome?.counts.written ?? 0) > 0 || this.#outcome?.isCancelled === true;
        return [...(isWritten ? [action(strings.undo, { type: 'undo' })] : []), again, change, close];
      }
      case 'undone':
        return [again, change, close];
      case 'failed':
        return [...(this.#canUndo ? [action(strings.undoLast, { type: 'undo' })] : []), again, change, close];
    }
  }

  /** Nothing is written that the preview does not show, so not while other choices wait for one. */
  #writeAction(): HeadAction[] {
    const { strings } = this.#wording;
    const plan = this.#plan;
    if (plan === null || this.#isPending || (plan.counts.write === 0 && !plan.isResumed)) return [];
    const { write } = plan.counts;
    const [one, many] = plan.isResumed ? [strings.finishOne, strings.finish] : [strings.writeOne, strings.write];
    const label = write === 0 ? strings.finishNone : write === 1 ? one : many;
    const run = (): void => this.#host.post({ type: 'write', run: this.#run });
    return [{ label: fill(label, this.#wording.number(write)), primary: true, run }];
  }

  /** Files and findings as far as they have come. */
  #drawAll(): void {
    this.#summary.setGroups(this.#files.findingGroups());
    this.#drawList();
  }

  #drawList(): void {
    const isWritten = ['done', 'undone'].includes(this.#phase);
    const rule = this.#rule?.message ?? null;
    this.#filters.show(this.#files.counts(), { filter: this.#filter, rule, isWritten });
    this.#list.setRows(this.#files.shown(this.#filter, this.#rule?.rule ?? null));
  }

  #showPlan(plan: PlanFacts): void {
    this.#plan = plan;
    this.#summary.setDiffering(plan.differing);
    this.#summary.setSwapped(plan.swapped);
    const { rows, isComplete } = this.#files.unknownColours();
    this.#unknown.show(rows, isComplete);
    this.#setPhase('previewed');
  }
}
