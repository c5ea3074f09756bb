// All known formats, and which of them a file looks like most.
import { caRegistry, caRegistryXml } from './ca-registry.ts';
import { crmFlag } from './crm-flag.ts';
import { cxoneDnc } from './cxone-dnc.ts';
import { dncCom } from './dnc-com.ts';
import { genesysDnc } from './genesys-dnc.ts';
import type { KnownLayoutId } from './ids.ts';
import type { FileHead, KnownLayout, Likeness } from './known-layout.ts';
import { livevoxDnc } from './livevox-dnc.ts';
import { ukTps } from './uk-tps.ts';
import { usChanges } from './us-changes.ts';
import { usRegistry, usRegistryXml } from './us-registry.ts';

const knownLayouts: Readonly<Record<KnownLayoutId, KnownLayout>> = {
  'us-registry': usRegistry, 'us-registry-xml': usRegistryXml, 'us-changes': usChanges, 'ca-registry': caRegistry, 'ca-registry-xml': caRegistryXml, 'uk-tps': ukTps,
  'dnc-com': dncCom, 'genesys-dnc': genesysDnc, 'cxone-dnc': cxoneDnc, 'livevox-dnc': livevoxDnc, 'crm-flag': crmFlag,
};

export const findKnownLayout = (id: KnownLayoutId): KnownLayout => knownLayouts[id];

export type Recognised = Likeness & { readonly id: KnownLayoutId; readonly label: string };

/** The likeliest format; null where the file is a plain table. `only`: this one or none. */
export const recogniseLayout = (head: FileHead, only?: KnownLayoutId): Recognised | null =>
  (only === undefined ? Object.values(knownLayouts) : [knownLayouts[only]]).reduce<Recognised | null>((best, known) => {
    const likeness = known.looksLike(head);
    return likeness === null || (best !== null && best.confidence >= likeness.confidence) ? best : { id: known.id, label: known.label, ...likeness };
  }, null);
