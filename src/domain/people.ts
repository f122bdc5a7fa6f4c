/** Upper and lower case, width, spaces and marks make nobody another person. */
const plain = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Whether a second name is that of somebody else: four eyes are two people, not two spellings. One without a letter or digit names nobody. */
export const isOtherPerson = (first: string, second: string | null): boolean => {
  const other = plain(second ?? "");
  return other !== "" && other !== plain(first);
};
