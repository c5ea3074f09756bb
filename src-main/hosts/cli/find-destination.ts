// A destination by its name or its number, as people type it.
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';

/** The exact name first, then the name in any case, then the id. */
export const findDestination = async (client: Client, asked: string): Promise<Result<DestinationView, Failure>> => {
  const page = await client.call('destination.page', {});
  if (!page.ok) return page;
  const found = page.value.find(({ name }) => name === asked)
    ?? page.value.find(({ name }) => name.toLowerCase() === asked.toLowerCase())
    ?? page.value.find(({ destinationId }) => String(destinationId) === asked);
  return found === undefined ? fail({ type: 'NotFound', what: 'destination', id: asked }) : ok(found);
};
