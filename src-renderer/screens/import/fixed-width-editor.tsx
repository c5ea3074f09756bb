// Columns of fixed-width lines, chosen on the lines themselves: edges are added with a click or a number, moved and removed with pointer or keys.
import { useRef, useState, type JSX, type KeyboardEvent } from 'react';
import { Minus, Plus } from 'lucide-react';
import type { Layout } from '../../../src-shared/contract/imports.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { TextField } from '../../ui/fields.tsx';
import { addEdge, edgesOf, moveEdge, removeEdge, roomOf, withEdges } from './edges.ts';
import styles from './fixed-width.module.css';

type Props = { readonly lines: readonly string[]; readonly layout: Layout; readonly onLayout: (layout: Layout) => void };

const shownLines = 7;
const ruleEvery = 10;

/** Its edges are its own while it is drawn: give it a `key` to start from another layout. */
export const FixedWidthEditor = ({ lines, layout, onLayout }: Props): JSX.Element => {
  const [edges, setEdges] = useState(() => edgesOf(layout));
  const grid = useRef<HTMLDivElement>(null);
  const dragged = useRef<number | null>(null);
  const shown = lines.slice(0, shownLines);
  const width = Math.max(20, ...lines.map((line) => line.length), ...edges.map((edge) => edge + 1));

  const change = (next: readonly number[]): void => {
    if (next === edges) return;
    setEdges(next);
    onLayout(withEdges(layout, next));
  };
  const letterAt = (clientX: number): number => {
    const box = grid.current?.getBoundingClientRect();
    return box === undefined || box.width === 0 ? 0 : Math.round(((clientX - box.left) / box.width) * width);
  };
  const onKey = (event: KeyboardEvent, index: number): void => {
    const edge = edges[index] ?? 0;
    const { least, most } = roomOf(edges, index, width);
    const to: Readonly<Record<string, number>> = { ArrowLeft: edge - 1, ArrowDown: edge - 1, ArrowRight: edge + 1, ArrowUp: edge + 1, PageDown: edge - ruleEvery, PageUp: edge + ruleEvery, Home: least, End: most };
    const target = to[event.key];
    if (event.key === 'Delete' || event.key === 'Backspace') change(removeEdge(edges, index));
    else if (target === undefined) return;
    else change(moveEdge(edges, index, target, width));
    event.preventDefault();
  };

  return (
    <section className={cx(styles['editor'])} aria-label="Columns by place">
      <p className={cx(styles['how'])}>Click between two characters to begin a column there; drag an edge to move it. With the keyboard: Tab to an edge, arrow keys move it, Delete removes it.</p>
      {/* it scrolls by itself and must be reachable by keyboard for that */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role */}
      <div className={cx(styles['scroller'])} tabIndex={0} role="group" aria-label="The first lines with their column edges">
        {/* the same by keyboard is the field below */}
        {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
        <div ref={grid} className={cx(styles['grid'])} style={{ width: `${width}ch` }}
          onClick={(event) => { if (dragged.current === null) change(addEdge(edges, letterAt(event.clientX))); dragged.current = null; }}
          onPointerMove={(event) => {
            if (dragged.current === null || event.buttons === 0) return;
            const moved = moveEdge(edges, dragged.current, letterAt(event.clientX), width);
            if (moved[dragged.current] !== edges[dragged.current]) setEdges(moved);
          }}
          onPointerUp={() => { if (dragged.current !== null) onLayout(withEdges(layout, edges)); }}>
          <Bands edges={edges} width={width} />
          <pre className={cx(styles['ruler'])} aria-hidden="true">{rulerText(width)}</pre>
          <pre className={cx(styles['lines'])}>{shown.join('\n')}</pre>
          {edges.map((edge, index) => (
            // an edge that moves keeps its focus, so it is known by its order; no native range can stand on a place in a line
            // oxlint-disable-next-line react/no-array-index-key, jsx-a11y/prefer-tag-over-role
            <div key={`${index}/${edges.length}`} className={cx(styles['edge'])} style={{ left: `${edge}ch` }} tabIndex={0} role="slider" aria-orientation="horizontal"
              aria-label={`Edge ${index + 1}`} aria-valuemin={roomOf(edges, index, width).least} aria-valuemax={roomOf(edges, index, width).most} aria-valuenow={edge}
              aria-valuetext={`column ${index + 2} begins after character ${edge}, with “${(lines[0] ?? '').slice(edge, edges[index + 1] ?? edge + 12).trim()}” in the first line`}
              onKeyDown={(event) => { onKey(event, index); }} onPointerDown={() => { dragged.current = index; }}><span aria-hidden="true" /></div>
          ))}
        </div>
      </div>
      <EdgeField edges={edges} width={width} onAdd={(at) => { change(addEdge(edges, at)); }} onRemoveLast={() => { change(removeEdge(edges, edges.length - 1)); }} />
    </section>
  );
};

/** Every second column is shaded, so that each is seen as one. */
const Bands = ({ edges, width }: { readonly edges: readonly number[]; readonly width: number }): JSX.Element => (
  <>{edges.map((edge, index) => (index % 2 === 1 ? null : <div key={edge} className={cx(styles['band'])} style={{ left: `${edge}ch`, width: `${(edges[index + 1] ?? width) - edge}ch` }} />))}</>
);

/** "0         10        20": each figure stands over the character that comes after so many. */
const rulerText = (width: number): string =>
  Array.from({ length: Math.ceil(width / ruleEvery) }, (_, at) => String(at * ruleEvery).padEnd(ruleEvery)).join('').slice(0, width);

const EdgeField = ({ edges, width, onAdd, onRemoveLast }: { readonly edges: readonly number[]; readonly width: number; readonly onAdd: (at: number) => void; readonly onRemoveLast: () => void }): JSX.Element => {
  const [text, setText] = useState('');
  const [mistake, setMistake] = useState<string | null>(null);
  return (
    <form className={cx(styles['add'])} onSubmit={(event) => {
      event.preventDefault();
      const at = Number(text);
      if (!/^\d+$/.test(text.trim()) || at < 1 || at >= width) return setMistake(`A number from 1 to ${width - 1}.`);
      if (edges.includes(at)) return setMistake('There is an edge already.');
      setMistake(null);
      setText('');
      return onAdd(at);
    }}>
      <TextField label="Begin a column after character" value={text} onChange={setText} mistake={mistake} />
      <Button type="submit" icon={<Plus aria-hidden="true" />}>Add edge</Button>
      <Button icon={<Minus aria-hidden="true" />} isDisabled={edges.length === 0} onPress={onRemoveLast}>Remove the last edge</Button>
      <span>{edges.length === 0 ? 'One column' : `${edges.length + 1} columns, beginning after ${[0, ...edges].join(', ')}`}</span>
    </form>
  );
};
