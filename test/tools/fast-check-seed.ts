// In CI properties draw the same cases every time, so that a change fails for its own reasons; everywhere else each run explores anew.
import * as fc from 'fast-check';

if (process.env['CI'] !== undefined) fc.configureGlobal({ seed: 20_261_121 });
