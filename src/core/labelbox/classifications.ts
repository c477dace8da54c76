import { fieldsOf } from '../formats/json.ts';
import { listOf, textOf, type Fields } from './fields.ts';
import type { Answer, Classification } from './model.ts';
import type { Report } from './rules.ts';

const MAX_DEPTH = 32;

/**
 * Classifications of E5 (`answer`: an option, options or text; `answers`: options) and of v2 (`radio_answer`,
 * `checklist_answers`, `text_answer`), with those that their answers hold. E5 nests some lists in lists; they are one.
 */
export function readClassifications(value: unknown, report: Report, depth = 0): Classification[] {
  if (depth > MAX_DEPTH) {
    report('nestedTooDeep', { limit: MAX_DEPTH });
    return [];
  }
  return listOf(value).flatMap((one): Classification[] => {
    if (Array.isArray(one)) return readClassifications(one, report, depth + 1);
    const fields = fieldsOf(one);
    if (fields === null) return [];
    const name = textOf(fields['title']) ?? textOf(fields['name']) ?? textOf(fields['value']) ?? '';
    const answers = answersOf(fields).flatMap((answer) => readAnswer(answer, report, depth));
    return [{ featureId: textOf(fields['featureId']) ?? textOf(fields['feature_id']), name, answers }];
  });
}

function answersOf(fields: Fields): readonly unknown[] {
  const several = fields['answers'] ?? fields['checklist_answers'];
  if (Array.isArray(several)) return several as readonly unknown[];
  const one = fields['answer'] ?? fields['radio_answer'] ?? fieldsOf(fields['text_answer'])?.['content'];
  return Array.isArray(one) ? (one as readonly unknown[]) : one === undefined || one === null ? [] : [one];
}

function readAnswer(value: unknown, report: Report, depth: number): Answer[] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return [{ name: String(value), classifications: [] }];
  }
  const fields = fieldsOf(value);
  if (fields === null) return [];
  const name = textOf(fields['title']) ?? textOf(fields['name']) ?? textOf(fields['value']) ?? '';
  return [{ name, classifications: readClassifications(fields['classifications'], report, depth + 1) }];
}

/** A classification whose answers are plain texts, as E4 has it beside the objects and in them. */
export function plainClassification(name: string, value: unknown): Classification | null {
  const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  const answers = values.filter(
    (one) => typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean',
  );
  if (answers.length === 0 || answers.length !== values.length) return null;
  return { featureId: null, name, answers: answers.map((one) => ({ name: String(one), classifications: [] })) };
}
