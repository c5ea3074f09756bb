// What files of a saved layout are known by, as it is kept and handed over.
import { z } from 'zod';

/** Kept with a saved layout, made from the file it was saved for. */
export const layoutLooksSchema = z.strictObject({
  format: z.enum(['text', 'xml', 'zip', 'xlsx', 'ods', 'xls']),
  /** The cells of the header row, plain; empty where the file has none. */
  header: z.array(z.string().max(200)).max(1000),
  columns: z.int().min(0).max(20_000),
  /** The file's name with each run of digits as "#", in lower case. */
  fileName: z.string().max(300),
  /** Letters of a line, where (nearly) all lines of a text have as many; null otherwise. */
  lineLength: z.int().min(1).nullable(),
});
export type LayoutLooks = z.infer<typeof layoutLooksSchema>;
