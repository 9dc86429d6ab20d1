/** What a profile is made of: rules as data, each with a pure function over what is known of its subject. */

export type Level = 'MUST' | 'SHOULD' | 'MAY';

/**
 * - `tested`: nothing that is stored decides it; the tests of this version show it, and the report did not look.
 * - `not_checked`: only the network could tell, and nobody asked it.
 */
export type Result = 'holds' | 'fails' | 'tested' | 'not_checked' | 'not_applicable';

/** What a rule says of one subject. */
export interface Verdict {
  readonly result: Result;
  /** What was looked at, as it is; empty when nothing was. */
  readonly value: string;
  /** What to do, or why nobody looked; empty when nothing is to be done. */
  readonly advice: string;
}

/** Who was asked. */
export interface Asked {
  readonly issuer: string;
  /** The issuer again, or the indicator of an API. */
  readonly id: string;
}

/** @param Facts what is known of the subject @param Answers what it said over the network */
export interface Rule<Facts, Answers = never> {
  /** Stable, and unique among the rules of its subject. */
  readonly id: string;
  readonly level: Level;
  /** Where the specification says it. */
  readonly section: string;
  /** What is required, in a sentence. */
  readonly requirement: string;
  readonly look: (facts: Facts) => Verdict;
  /** Judges what the subject answers instead, when it was asked. */
  readonly ask?: (answers: Answers, asked: Asked) => Verdict;
}

/** One rule, said of one subject. */
export interface ProfileFinding extends Verdict {
  readonly rule: string;
  readonly level: Level;
  readonly section: string;
  readonly requirement: string;
}

export const holds = (value: string): Verdict => ({ result: 'holds', value, advice: '' });
export const fails = (value: string, advice: string): Verdict => ({ result: 'fails', value, advice });
export const notApplicable = (why: string): Verdict => ({ result: 'not_applicable', value: '', advice: why });

/** @param requirement the entry of docs/requirements.md whose tests show it */
export const tested = (value: string, requirement: string): Verdict => ({
  result: 'tested',
  value,
  advice: `Nothing that is stored changes it: the tests of this version show it (${requirement} in docs/requirements.md).`,
});

export const notChecked: Verdict = {
  result: 'not_checked',
  value: '',
  advice: 'Only the API itself can say it: "gatehouse report --probe" asks.',
};

/** Holds, or fails for these values. */
export const unlessAny = (bad: readonly string[], good: string, advice: string): Verdict =>
  bad.length === 0 ? holds(good) : fails(bad.join(', '), advice);

/** What the rules say, in their order. */
export const judge = <Facts>(rules: readonly Rule<Facts>[], facts: Facts): ProfileFinding[] =>
  rules.map(({ id, level, section, requirement, look }) => ({
    rule: id,
    level,
    section,
    requirement,
    ...look(facts),
  }));

/** The same with what the subject said over the network, where a rule judges it. */
export const withAnswers = <Answers>(
  rules: readonly Rule<never, Answers>[],
  findings: readonly ProfileFinding[],
  answers: Answers,
  asked: Asked,
): ProfileFinding[] =>
  findings.map((finding) => {
    const ask = rules.find(({ id }) => id === finding.rule)?.ask;
    return ask ? { ...finding, ...ask(answers, asked) } : finding;
  });
