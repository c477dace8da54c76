/**
 * The host that a key is for, as requests name it: a name with or without a port, such as `api.labelbox.com`; null where
 * a text is none. The scheme is always https, so that neither it nor a path can be given.
 */
export function keyHost(text: string): string | null {
  const host = text.trim().toLowerCase();
  return /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::\d{1,5})?$/.test(host)
    ? host
    : null;
}

/** The value of the `Authorization` header (RFC 6750, 2.1); null where a text can be no key. */
export function bearer(key: string): string | null {
  const token = key.trim();
  return /^[\x21-\x7e]{1,8192}$/.test(token) ? `Bearer ${token}` : null;
}
