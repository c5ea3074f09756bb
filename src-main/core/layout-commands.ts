// Layout commands: a saved layout and the sealed leaf of saving or removing it are one transaction.
import type { SettingInvalid } from '../../src-shared/failures.ts';
import type { Layout } from '../../src-shared/contract/imports.ts';
import { fail, ok } from '../../src-shared/result.ts';
import type { CoreContext, Handlers } from './handlers.ts';

type LayoutHandlers = Handlers<'layout.page' | 'layout.get' | 'layout.save' | 'layout.remove'>;

export const layoutCommands = ({ ledger, needs, hint }: CoreContext): LayoutHandlers => {
  const { layouts, log } = ledger;
  return {
    'layout.page': ({ offset, limit }) => ok(layouts.page(offset, limit)),
    'layout.get': ({ layoutId }) => {
      const found = layouts.find(layoutId);
      return found === null ? fail({ type: 'NotFound', what: 'saved layout', id: layoutId }) : ok(found);
    },
    'layout.save': ({ name: asked, layout, mode, watermarkColumn, looks }) => {
      const flaw = flawOf(layout);
      if (flaw !== null) return fail(flaw);
      const name = asked.toWellFormed();
      const saved = ledger.transact(() => {
        const layoutId = layouts.save({ name, layout, mode, watermarkColumn, looks: looks ?? null }, needs.clock.now());
        log.append({ kind: 'decision', body: { act: 'layout.save', layout: layoutId, mode }, open: { detail: { layout: JSON.stringify(layout), name, watermark: watermarkColumn } } });
        return layouts.find(layoutId);
      });
      if (saved === null) throw new Error('a layout just saved is there');
      hint({ type: 'ledger.changed' });
      return ok(saved);
    },
    'layout.remove': ({ layoutId }) => {
      if (layouts.find(layoutId) === null) return fail({ type: 'NotFound', what: 'saved layout', id: layoutId });
      ledger.transact(() => {
        layouts.remove(layoutId);
        log.append({ kind: 'decision', body: { act: 'layout.remove', layout: layoutId } });
      });
      hint({ type: 'ledger.changed' });
      return ok(null);
    },
  };
};

/** Cuts that overlap would give one letter to two columns. */
const flawOf = ({ cuts }: Layout): SettingInvalid | null => {
  const sorted = [...(cuts ?? [])].sort((one, other) => one.start - other.start);
  const at = sorted.findIndex((cut, index) => index > 0 && cut.start < (sorted[index - 1]?.start ?? 0) + (sorted[index - 1]?.length ?? 0));
  return at < 0 ? null : { type: 'SettingInvalid', field: 'cuts', why: `the column that begins at ${sorted[at]?.start ?? 0} overlaps the one before it` };
};
