// A sheet of paper: it is not seen on the screen, takes the whole page when it is printed, and goes when that is over.
import { useEffect, type JSX, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { cx } from '../../ui/cx.ts';
import styles from './print-sheet.module.css';

export const PrintSheet = ({ children, onDone }: { readonly children: ReactNode; readonly onDone: () => void }): JSX.Element => {
  useEffect(() => {
    window.addEventListener('afterprint', onDone);
    // Drawn before it is printed: the picture in it needs a moment.
    const timer = setTimeout(() => { window.print(); }, 50);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('afterprint', onDone);
    };
  }, [onDone]);
  return createPortal(<div className={cx(styles['sheet'])}>{children}</div>, document.body);
};

/** A QR code as the core drew it; a picture cannot run anything. */
export const Qr = ({ svg, label, size = 168 }: { readonly svg: string; readonly label: string; readonly size?: number }): JSX.Element => (
  <img className={cx(styles['qr'])} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt={label} width={size} height={size} />
);
