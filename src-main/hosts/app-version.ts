// The product's version, from the one place that holds it.
import manifest from '../../package.json' with { type: 'json' };

export const appVersion = manifest.version;
