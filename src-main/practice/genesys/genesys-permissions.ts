// What a client with the scope outbound:readonly lacks for a request, by the names the vendor's documents give.

/** Null where it may: everything that only reads, whatever its method. */
export const permissionFor = (method: string, path: string): string | null => {
  if (method === 'GET' || /\/(?:export|search|bulk)$|\/campaigns\/progress$/.test(path)) return null;
  if (path.endsWith('/start') || path.endsWith('/stop')) return `outbound:campaign:${path.slice(path.lastIndexOf('/') + 1)}`;
  if (path.endsWith('/progress')) return 'outbound:campaign:recycle';
  if (path.endsWith('/clear')) return 'outbound:contact:delete';
  if (path.endsWith('/uploads')) return 'outbound:dncList:upload';
  return `outbound:${thingAt(path)}:${verbs[method] ?? 'edit'}`;
};

const verbs: Readonly<Record<string, string>> = { POST: 'add', DELETE: 'delete' };

const thingAt = (path: string): string => {
  if (path.endsWith('/phonenumbers')) return 'dnc';
  if (path.startsWith('/api/v2/outbound/campaigns')) return 'campaign';
  if (path.startsWith('/api/v2/outbound/contactlists')) return path.includes('/contacts') ? 'contact' : 'contactList';
  return 'dncList';
};
