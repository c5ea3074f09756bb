// The names by which a layout says that its file is of a known format; they are stored with imports and never change their meaning.

export const knownLayoutIds = [
  'us-registry', 'us-registry-xml', 'us-changes', 'ca-registry', 'ca-registry-xml', 'uk-tps', 'dnc-com', 'genesys-dnc', 'cxone-dnc', 'livevox-dnc', 'crm-flag',
] as const;

export type KnownLayoutId = (typeof knownLayoutIds)[number];
