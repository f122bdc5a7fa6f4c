const masked = (text: string): string => (text === "" ? "***" : `${[...text][0] ?? ""}***`);

/** `owner@mail.elsewhere.example` as `o***@m***.example`: enough for staff to tell contacts apart, not enough to write to one. */
export const maskedAddress = (address: string): string => {
  const at = address.lastIndexOf("@");
  if (at < 0) return masked(address);
  const domain = address.slice(at + 1);
  const dot = domain.lastIndexOf(".");
  return `${masked(address.slice(0, at))}@${masked(domain)}${dot < 0 ? "" : domain.slice(dot)}`;
};
