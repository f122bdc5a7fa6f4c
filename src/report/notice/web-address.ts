/** The address if it is one of the web that can stand in text and in an attribute as it is; else null. */
export const webAddress = (address: string | null): string | null =>
  address !== null && /^https?:\/\/[!#-;=?-~]+$/i.test(address) && address.length <= 900 ? address : null;
