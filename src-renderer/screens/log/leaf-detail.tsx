// One leaf whole: what it says in words, what of it can be opened here, its exact bytes, and its proof.
import { useEffect, useState, type JSX } from 'react';
import { Award } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { LeafDetail as Detail } from '../../../src-shared/contract/log-search.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { leafSentence } from '../../../src-shared/words/leaf-body-words.ts';
import { leafKindWord } from '../../../src-shared/words/leaf-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { KeyValueList, Mono, Muted } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import styles from './log.module.css';
import { openingFacts } from './opening-facts.tsx';
import { ProofPath } from './proof-path.tsx';

export type LeafPaneProps = { readonly client: Client; readonly seq: number | null; readonly onCertificate: (phone: string) => void };

type Shown = { readonly seq: number; readonly detail: Detail | null; readonly failure: Failure | null };

export const LeafPane = ({ client, seq, onCertificate }: LeafPaneProps): JSX.Element => {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    if (seq === null) return undefined;
    let isLeft = false;
    // Walking through a list with the arrow keys asks for the last one only.
    const timer = setTimeout(() => {
      void client.call('log.leaf', { seq }).then((reply) => {
        if (!isLeft) setShown(reply.ok ? { seq, detail: reply.value, failure: null } : { seq, detail: null, failure: reply.failure });
      });
    }, 60);
    return () => { isLeft = true; clearTimeout(timer); };
  }, [client, seq]);
  if (seq === null || shown === null) return <Muted>Choose a leaf to see all of it.</Muted>;
  if (shown.failure !== null) return <FailureNotice failure={shown.failure} />;
  return shown.detail === null ? <Muted>Choose a leaf to see all of it.</Muted> : <LeafDetail key={shown.seq} detail={shown.detail} onCertificate={onCertificate} />;
};

export const LeafDetail = ({ detail: { leaf, bytes, actorName, openings, proof }, onCertificate }: { readonly detail: Detail; readonly onCertificate: (phone: string) => void }): JSX.Element => {
  const phone = openings.map(({ fields }) => fields?.['phone']).find((each) => typeof each === 'string');
  return (
    <>
      <h2>Leaf {formatCount(leaf.seq)}: {leafKindWord(leaf.kind)}</h2>
      <p>{leafSentence(leaf.kind, leaf.body)}</p>
      <KeyValueList facts={[
        { name: 'When', value: leaf.at === '' ? 'not readable' : <><Moment at={Date.parse(leaf.at)} seconds /> <Muted>(in the leaf: {leaf.at})</Muted></> },
        { name: 'Who', value: actorName === leaf.actor ? leaf.actor : <>{actorName} <Muted>({leaf.actor})</Muted></> },
      ]} />
      {openings.length === 0 ? null : <Openings openings={openings} />}
      {typeof phone === 'string' ? <Button icon={<Award aria-hidden="true" />} onPress={() => { onCertificate(phone); }}>Certificate of this number</Button> : null}
      <h3>Proof</h3>
      {proof === null ? <Muted>No checkpoint covers this leaf yet.</Muted> : (
        <>
          <p>{proof.holds
            ? <><Badge tone="good">holds</Badge> Its bytes, hashed just now, lead in {countOf(proof.steps.length, 'step')} to the root that was signed over {countOf(proof.size, 'leaf', 'leaves')} on <Moment at={proof.at} seconds />.</>
            : <><Badge tone="bad">does not hold</Badge> Its bytes do not lead to the root that was signed. The ledger was changed.</>}</p>
          <ProofPath seq={leaf.seq} proof={proof} />
        </>
      )}
      <Disclosure title="Exact bytes and hash">
        <div className={cx(styles['bytes'])}><pre>{bytes}</pre><Mono>{leaf.hash}</Mono><CopyButton key={leaf.hash} text={bytes} what="the bytes" /></div>
      </Disclosure>
    </>
  );
};

const openingWords: Readonly<Record<string, string>> = { subject: 'Whom it is about', detail: 'Details', rows: 'Rows' };

const Openings = ({ openings }: { readonly openings: Detail['openings'] }): JSX.Element => (
  <>
    <h3>Known on this computer only</h3>
    {openings.map(({ kind, commitment, fields }) => (
      <section key={commitment} aria-label={openingWords[kind] ?? kind} className={cx(styles['opening'])}>
        {fields === null ? <p><strong>{openingWords[kind] ?? kind}</strong>: <Muted>erased. The leaf still says that there was something; nobody can say what.</Muted></p>
          : Object.keys(fields).length === 0 ? <p><strong>{openingWords[kind] ?? kind}</strong>: <Muted>sealed row by row; an export of everything opens them.</Muted></p>
            : <KeyValueList facts={openingFacts(fields)} />}
      </section>
    ))}
    <Muted>None of this is in the leaf, which carries a salted fingerprint of it.</Muted>
  </>
);
