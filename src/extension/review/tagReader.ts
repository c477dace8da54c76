import * as vscode from 'vscode';
import type { DatasetQuestions } from '../../jobs/dataset/datasetMessages.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { reviewProblemText } from './reviewTexts.ts';

type Reviews = DatasetQuestions['reviews'];

/** Asks for the tags of a dataset, and says which files of tags cannot be read: each once for what the user is doing. */
export class TagReader {
  readonly dataset: Dataset;
  readonly #told = new Set<string>();

  constructor(dataset: Dataset) {
    this.dataset = dataset;
  }

  async ask(params: Reviews['params']): Promise<Reviews['result']> {
    const found = await this.dataset.ask('reviews', params);
    for (const problem of found.problems) {
      const text = reviewProblemText(problem);
      if (this.#told.has(text)) continue;
      this.#told.add(text);
      void vscode.window.showWarningMessage(text);
    }
    return found;
  }
}
