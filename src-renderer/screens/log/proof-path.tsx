// A leaf's proof as a way up: what was hashed with what, from the leaf to the signed root, as a picture and as a table that says the same.
import { useState, type JSX } from 'react';
import type { LeafDetail, ProofStep } from '../../../src-shared/contract/log-search.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { cx } from '../../ui/cx.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Mono } from '../../ui/layout.tsx';
import styles from './proof-path.module.css';

type Proof = NonNullable<LeafDetail['proof']>;

const ROW = 30;
const WIDTH = 290;
const MIDDLE = WIDTH / 2;
const BOX = 106;

export const ProofPath = ({ seq, proof }: { readonly seq: number; readonly proof: Proof }): JSX.Element => {
  const [shown, setShown] = useState<number | null>(null);
  const { steps, size } = proof;
  return (
    <div className={cx(styles['proof'])}>
      <Picture seq={seq} proof={proof} shown={shown} />
      <Disclosure title={`The same as a table: ${countOf(steps.length, 'step')}`}>
        <table className={cx(styles['table'])}>
          <caption className={cx(styles['caption'])}>From leaf {formatCount(seq)} to the root over {countOf(size, 'leaf', 'leaves')}</caption>
          <thead><tr><th scope="col">Step</th><th scope="col">Hashed with</th><th scope="col">Hashes</th></tr></thead>
          <tbody>
            {steps.map((step, i) => (
              <tr key={step.made} className={cx(i === shown && styles['current'])} onMouseEnter={() => { setShown(i); }} onMouseLeave={() => { setShown(null); }}>
                <td><button type="button" className={cx(styles['step'])} aria-pressed={i === shown} onFocus={() => { setShown(i); }} onBlur={() => { setShown(null); }} onClick={() => { setShown(i); }}>{i + 1}</button></td>
                <td>{coverOf(step)} on the {step.side}</td>
                <td><Mono>{step.sibling}</Mono> gives <Mono>{step.made}</Mono></td>
              </tr>
            ))}
          </tbody>
        </table>
      </Disclosure>
    </div>
  );
};

/** The leaf below, the root above; beside the way what it is hashed with, on the side where it stands in the tree. */
const Picture = ({ seq, proof: { steps, size, holds }, shown }: { readonly seq: number; readonly proof: Proof; readonly shown: number | null }): JSX.Element => {
  const height = (steps.length + 1) * ROW + 22;
  const y = (level: number): number => height - 16 - level * ROW;
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an inline drawing follows the theme, an <img> does not
    <svg role="img" aria-label={`The way from leaf ${formatCount(seq)} up ${countOf(steps.length, 'step')} to the root over ${countOf(size, 'leaf', 'leaves')}; ${holds ? 'it holds' : 'it does not hold'}`} viewBox={`0 0 ${WIDTH} ${height}`} width={WIDTH} height={height} className={cx(styles['picture'], !holds && styles['broken'])}>
      {steps.map((step, i) => <Step key={step.made} step={step} below={y(i)} above={y(i + 1)} isShown={i === shown} />)}
      <circle cx={MIDDLE} cy={y(0)} r="6" className={cx(styles['leaf'])} />
      <text x={MIDDLE + 12} y={y(0) + 4} className={cx(styles['label'])}>leaf {formatCount(seq)}</text>
      <rect x={MIDDLE - 6} y={y(steps.length) - 6} width="12" height="12" className={cx(styles['root'])} />
      <text x={MIDDLE} y={y(steps.length) - 11} textAnchor="middle" className={cx(styles['label'])}>{holds ? 'signed root' : 'another root than the signed one'}</text>
    </svg>
  );
};

const Step = ({ step, below, above, isShown }: { readonly step: ProofStep; readonly below: number; readonly above: number; readonly isShown: boolean }): JSX.Element => {
  const isLeft = step.side === 'left';
  const box = isLeft ? MIDDLE - 34 - BOX : MIDDLE + 34;
  const beside = isLeft ? MIDDLE - 34 : MIDDLE + 34;
  return (
    <g className={cx(isShown && styles['shown'])}>
      <line x1={MIDDLE} y1={below} x2={MIDDLE} y2={above} className={cx(styles['way'])} />
      <polyline points={`${beside},${above + 13} ${MIDDLE},${above}`} className={cx(styles['branch'])} />
      <rect x={box} y={above + 4} width={BOX} height="18" rx="3" className={cx(styles['sibling'])} />
      <text x={box + BOX / 2} y={above + 16} textAnchor="middle" className={cx(styles['cover'])}>{rangeOf(step)}</text>
      <circle cx={MIDDLE} cy={above} r="3.5" className={cx(styles['node'])} />
    </g>
  );
};

const rangeOf = ({ from, until }: ProofStep): string => (until - from === 1 ? String(from) : `${from}–${until - 1}`);
const coverOf = ({ from, until }: ProofStep): string => (until - from === 1 ? `leaf ${formatCount(from)}` : `leaves ${formatCount(from)} to ${formatCount(until - 1)}`);
