import { Http } from './http.ts';

/** Sends a device's signed request for its record; gives the record, or what was erased and what stays. */
export const askRecord = (
  coordinator: string,
  { path, body }: { readonly path: string; readonly body: object },
): Promise<object> => new Http(coordinator, null).json<object>('POST', path, body, () => false);
