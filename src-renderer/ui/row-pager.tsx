// Turns over the parts of a list that is longer than a browser can draw in one piece.
import type { JSX } from 'react';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { formatCount } from '../../src-shared/words/figures.ts';
import { IconButton } from './button.tsx';
import { cx } from './cx.ts';
import styles from './virtual-table.module.css';

export const RowPager = ({ total, part, partRows, onPart }: { readonly total: number; readonly part: number; readonly partRows: number; readonly onPart: (part: number) => void }): JSX.Element => (
  <div className={cx(styles['pager'])}>
    <IconButton label="Earlier rows" icon={<ChevronLeft />} isDisabled={part === 0} onPress={() => { onPart(part - 1); }} />
    <span>Rows {formatCount(part * partRows + 1)}–{formatCount(Math.min(total, (part + 1) * partRows))} of {formatCount(total)}</span>
    <IconButton label="Later rows" icon={<ChevronRight />} isDisabled={(part + 1) * partRows >= total} onPress={() => { onPart(part + 1); }} />
  </div>
);
