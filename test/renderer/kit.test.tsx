// The kit's small promises: secrets never shown unasked, notices that wait, clocks that end, pictures with their tables.
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, type JSX } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { ClockProvider } from '../../src-renderer/ui/clock.tsx';
import { Countdown } from '../../src-renderer/ui/countdown.tsx';
import { SecretField } from '../../src-renderer/ui/fields.tsx';
import { FailureNotice } from '../../src-renderer/ui/failure-notice.tsx';
import { NoticesProvider, useNotices } from '../../src-renderer/ui/notices.tsx';
import { ProgressBar } from '../../src-renderer/ui/progress-bar.tsx';
import { Timeline } from '../../src-renderer/ui/timeline.tsx';

afterEach(() => { cleanup(); vi.useRealTimers(); });

const Secret = (): JSX.Element => {
  const [value, setValue] = useState('');
  return <SecretField label="Client secret" value={value} onChange={setValue} saved />;
};

test('a secret is hidden while it is typed, unless one asks to see it, and a saved one is not there at all', async () => {
  render(<Secret />);
  const field = screen.getByLabelText<HTMLInputElement>('Client secret');
  expect(field.placeholder).toBe('Saved; type to replace it');
  await userEvent.type(field, 's3cret');
  expect(field.type).toBe('password');
  await userEvent.click(screen.getByRole('button', { name: 'Show what is typed' }));
  expect(screen.getByLabelText<HTMLInputElement>('Client secret').type).toBe('text');
});

test('a countdown ticks to its moment and then says that it is over', () => {
  vi.useFakeTimers();
  let now = 1000;
  render(<ClockProvider now={() => now}><Countdown until={63_000} over="ready" /></ClockProvider>);
  expect(screen.getByRole('timer').textContent).toContain('1 min 2 s');
  now = 60_500;
  act(() => { vi.advanceTimersByTime(1000); });
  expect(screen.getByRole('timer').textContent).toContain('3 s');
  now = 63_000;
  act(() => { vi.advanceTimersByTime(1000); });
  expect(screen.getByText('ready')).toBeDefined();
});

const Teller = ({ undo }: { readonly undo: () => void }): JSX.Element => {
  const { tell } = useNotices();
  return <button type="button" onClick={() => { tell({ text: 'Done', undo: { label: 'Undo', act: undo } }); }}>go</button>;
};

test('a notice leaves by itself, but not while the focus is on it, and its act can be taken back', () => {
  vi.useFakeTimers();
  const undo = vi.fn<() => void>();
  render(<NoticesProvider><Teller undo={undo} /></NoticesProvider>);
  fireEvent.click(screen.getByText('go'));
  fireEvent.focus(screen.getByRole('button', { name: 'Undo' }));
  act(() => { vi.advanceTimersByTime(60_000); });
  expect(within(screen.getByRole('status')).getByText('Done')).toBeDefined();
  fireEvent.blur(screen.getByRole('button', { name: 'Undo' }));
  act(() => { vi.advanceTimersByTime(14_000); });
  expect(screen.queryByText('Done')).toBeNull();
  fireEvent.click(screen.getByText('go'));
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(undo).toHaveBeenCalledOnce();
});

test('progress says how much, how fast and how long, and nothing it does not know', () => {
  const { rerender } = render(<ProgressBar label="Pushing" value={500} total={2000} unit="numbers" perSecond={125.4} timeLeftMs={12_000} />);
  expect(screen.getByRole('progressbar', { name: 'Pushing' }).getAttribute('aria-valuetext')).toBe('500 of 2,000 numbers · 25.0 % · 125 / s · 12 s left');
  rerender(<ProgressBar label="Pushing" value={500} total={null} unit="numbers" />);
  expect(screen.getByRole('progressbar').getAttribute('aria-valuetext') ?? '').not.toContain('%');
});

test('a failure says what happened, what to do, and offers to try again where that makes sense', async () => {
  const again = vi.fn<() => void>();
  render(<FailureNotice failure={{ type: 'VendorBusy', retryAfterMs: 30_000 }} onRetry={again} />);
  expect(screen.getByRole('alert').textContent).toContain('Wait 30 s');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(again).toHaveBeenCalledOnce();
});

test('a timeline is a picture with the same moments as a table', async () => {
  render(<Timeline label="Run 7" now={9000} spans={[{ key: 'a', lane: 'Push', label: 'batch 1', from: 1000, until: 3000 }, { key: 'b', lane: 'Cooldown', label: 'waiting', from: 3000, until: null }]} />);
  expect(screen.getByRole('img', { name: 'Run 7: Push, batch 1, 2.0 s; Cooldown, waiting, 6.0 s' })).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Show as table' }));
  expect(within(screen.getByRole('table')).getByText('still going on')).toBeDefined();
});
