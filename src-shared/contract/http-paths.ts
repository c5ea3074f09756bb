// The browser host's addresses, for its server and for the page that calls it.

export const httpPaths = {
  /** POST, JSON in, a Result out. */
  call: (name: string): string => `/call/${encodeURIComponent(name)}`,
  /** Server-sent events: each `data` is one CoreEvent as JSON. */
  events: '/events',
  /** POST, the file as the body; answers Result<{ ticket, name }, FileFailure>. */
  upload: (name: string): string => `/upload?name=${encodeURIComponent(name)}`,
  /** GET, a download of what the ticket stands for. */
  file: (ticket: string): string => `/file/${encodeURIComponent(ticket)}`,
  /** GET with the one-time code of the printed link; answers with the session cookie and sends on to "/". */
  start: (code: string): string => `/start?code=${encodeURIComponent(code)}`,
} as const;
