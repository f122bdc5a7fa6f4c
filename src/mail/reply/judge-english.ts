import type { Judged, Statement } from "./statement.ts";

const help = [
  /\bhow (do|can|could|should|would|am|are) (i|we|you)\b|\bhow to\b.*\b(know|sure|idea|understand|tell me|explain)\b|\b(no idea|no clue|not sure|don'?t know|do not know|unsure) (of )?(how|what to do)\b/,
  /\b(don'?t|do not|didn'?t|cannot|can'?t) (really )?understand\b|\bwhat (do|does|did) (you|this|that|it)\b.*\bmean\b|\bwhat you mean\b|\bwhat('s| is| are) an?\b.*\?/,
  /\bwalk (me|us) through\b|\b(please |could you |can you )(explain|help)\b|\b(please help|help,? please|help me|help us)\b|\bneed (some |your )?(help|assistance)\b|\bcan (some|any)one\b|\bwhat (should|do|must) (i|we) (have to )?do\b/,
  /\b(could|can|would|will) you\b.{0,20}\b(delete|remove|change|reset|update|fix|do|clean|look|check|restore|take care|handle|sort)\b/,
  /\bplease (just )?(change|delete|remove|update|fix|clean|reset|do)\b/,
];

const aboutMeasure = /\b(block|restriction|limit|ban|unblock|lift|confirm)\b/;

const doubt =
  /\b(i think|(i|we) thought|i believe|i guess|probably|maybe|perhaps|should be|should have|might|may be|hopefully|supposed|apparently|seems?|as far as i can tell|not sure|unsure|unclear|could be|i hope|assum)|\b(mostly|almost|nearly|missing|most of|half of|\d+ (out )?of (the )?\d+)\b|\bby (an? |the |some )?(attackers?|hackers?|someone|somebody|bots?|strangers?|intruders?|third part|spammers?)|\b(keeps? (coming|appearing|being|re)|(came|come|comes) back(?! clean)|reappear|back again|again and again)|\byou( have|'ve)? (blocked|removed|closed|disabled|deleted|changed|stopped|switched|locked|restricted)/;

const attempt = /\b(tried|trying|attempt|error|failed|fails|failing|unable|permission denied|can'?t|cannot|could ?n[o']t|won'?t)\b/;

const planned =
  /\b(will|'ll|going to|plan(s|ned|ning)?( to)?|schedul|tomorrow|tonight|next (week|month|monday)|by (mon|tues|wednes|thurs|fri|satur|sun)day|later|soon|shortly|pending|tbd|to be|in progress|progress|underway|under way|waiting|await|working on|looking into|investigating|checking|reviewing|going through|restoring|scanning|collecting|being (worked|looked|done|reviewed|checked|investigated|fixed|updated|restored|cleaned|scanned|migrated)|to follow|expected|asked (our|the|my|a|an)|on my list|(i'?m|we'?re|we are|i am) on it|with our developer|once|when|if|until|eventually|ongoing|review\b|we were going|planning|undergoing|considering)\b/;

const untouched =
  /\b(not (yet|done|ok|started|touched|been|changed|updated|fixed|removed|complete|completed|finished)|n[o']t (have|had|yet)|yet|still|open|todo|to do|left|unfinished|incomplete|outstanding|partly|partially|half|some of|except|behind(?! (an? |the )?((re)?captcha|log-?in|password|turnstile|firewall|waf))|haven'?t|hasn'?t|havent|never|nobody|no one|nothing (has been )?done|no idea|don'?t know|do not know|didn'?t|did not|isn'?t|aren'?t|wasn'?t|without|neither|outdated)\b|^(no|n|nope|nah)\b|✘|✕|✖|❌|^ng$/;

const things =
  "(suspicious|strange|odd|weird|unfamiliar|unknown|modified|changed|altered|unrecogni[sz]ed|unexpected|malicious|malware|jobs?|entries|entry|differences?|hits?|matches|findings|advisor|vulnerabilit|tamper|backdoors?|issues|problems|nothing|found|infected|stray)";
const foundNothing = new RegExp(
  `\\b(no|nothing|none|zero|0|not? any|didn'?t find|did not find|haven'?t found|have not found)\\b.{0,40}\\b${things}|\\bnothing (suspicious|unusual|wrong|was )?.{0,12}found|\\bnothing (suspicious|unusual|strange|odd|out of the ordinary)|\\b(didn'?t|did not|couldn'?t|could not) (see|find|notice|spot) anything|\\bnothing stood out|\\bnone found|\\bnothing found|\\bno (further |more )?(mails?|messages?|spam)\\b.{0,30}\\b(leaving|going out|sent|since|goes out)|\\bnothing has gone out|\\bnothing (is|was) (being )?(sent|going out)|\\bno longer\\b.{0,30}\\b(send|sent|going|possible|used)|\\b(hasn'?t|has not|haven'?t|have not) been (tampered|altered|modified)`,
);

const notNeeded =
  /\bn\/?a\b|\bnot applicable\b|\b(does ?n[o']t|doesnt|do not|don'?t) apply\b|\b(is |are )?not (needed|necessary|required|relevant)\b|\bno need\b|\birrelevant\b/;
const notUsed =
  /\b(don'?t|do not|doesn'?t|does not|never) (use|have|run|operate)\b.{0,24}\b(form|wordpress|cron|cms|plugins?|scripts?|php)|\bthere (is|are) no (contact )?(forms?|scripts?|plugins?|cron)\b|\bno longer (use|run|have) (wordpress|a form|cron)|\b(isn'?t|is not|not) (a )?wordpress|^no (contact )?forms?\b|\b(have|has|there are|there'?s|there is) no (contact )?(forms?|plugins?|wordpress|cron|cms)\b/;

const ours =
  /\b(is|are|was|were|'s|'re) (ours|mine|one of ours|our own|part of our)\b|\b(we|i) (put|placed|set|installed|created|added|wrote) (it|this|that|them|those)\b|\bbelongs to us\b|\b(job|entry|script|file|cron) (of ours|of our own)\b/;

const oursAlone =
  /^(yes\s*[,.:]?\s*)?(it'?s |this is |that'?s )?(ours|mine)\b|^(yes\s*[,.:]?\s*)?(it'?s|it is|this is|that'?s|that is) (our|my)( own)? [\w -]{0,24}(job|script|file|cron|entry|task|backup)\b/;

const bare =
  /^(yes|yep|yup|yeah|y|✅|ok|okay|done|fixed|completed?|finished|sorted|✔|✓|☑|changed|stopped|updated|removed|deleted|cleaned up|all (good|clean|fine|well|clear|set)|clean|up to date|current|latest|none found|nothing found|(it |everything |all )?(looks?|is) (fine|good|ok|okay|normal|clean))(?![\w'])[\s.!,-]*$/;

const deed =
  /\b(done|completed?|fixed|resolved|remov(ed|al is done)|deleted|updated|upgraded|changed|reset|added|installed|disabled|enabled|restored|closed|patched|blocked|cleaned|stopped|cancelled|canceled|replaced|verified|switched off|turned (off|on)|taken (down|care of|offline)|took .{0,40}\b(down|offline)|gone|finished|revoked|is clean|are clean|current|up[- ]to[- ]date|(latest|newest) (version|release)s?|uninstalled|switched to|moved to|got rid of|offline|did|signed up|behind an? (re)?captcha|match(es)? the originals?|ok|okay|dropped|passed|set|brought up|put (a|an|the) .{0,30}\b(in front|on)|locked|hardened|new passwords?|rotated|sorted|opted in|agreed|given|obtained|addressed|handled|implemented|have (their |the )?consent|dealt with|rest is clean|(came|comes) back clean|looks? clean|in place|protected|has an? (re)?captcha)\b|✔|✓|✅|^yes\b/;

/** Whether an English sentence says that something is the customer's own. */
export const isOursEnglish = (sentence: string): boolean => {
  const text = sentence.normalize("NFKC").replace(/[’‘]/g, "'").toLowerCase();
  return (ours.test(text) || oursAlone.test(text)) && !/\bnot\b|n't\b|\bneither\b|\bnor\b|\?\s*$/.test(text) && !doubt.test(text);
};

const notOurDeed =
  /\bnot (mine|ours)\b|,?\s*(which )?\b(i|we) (didn'?t|did not|never|haven'?t) (put|install|create|set|add|make|upload)(ed|led)?\b[^,.;]*/g;
const foundBad =
  /\b(found|there (are|were|is|was)|we have|we see|detected)\b.{0,40}\b(suspicious|unknown|infected|strange|malicious|modified|altered|unrecogni[sz]ed|backdoors?|vulnerabilit(y|ies)|outdated)\b|\b(files?|plugins?|themes?|entr(y|ies)|jobs?|passwords?)\b.{0,20}\b(were|was|have been|has been|had been)\b.{0,12}\b(modified|altered|added|tampered|installed|infected|hacked|compromised|planted)\b|\b(files|pages)\b.{0,20}\b(were|have been|had been) changed\b/;
const mended = /\b(removed|deleted|cleaned|restored|fixed|patched|replaced|reverted|upgraded|updated)\b/;

const forNow = /,?\s*\b(until further notice|for now|for the time being)\b/g;
const gone = /\b(is|are)(n't| not) (there|available|online|accessible|reachable|public) any ?more\b/g;
/** Done before it happened: a password of last year is the one that was stolen. */
const longAgo = /\blast (year|month)\b|\b(years?|months) ago\b/;

/** What one English sentence says. */
export const judgeEnglish = (sentence: string, { isAnswer, canFindNothing }: Judged): Statement => {
  const text = sentence
    .normalize("NFKC")
    .replace(/[’‘]/g, "'")
    .toLowerCase()
    .replace(notOurDeed, "")
    .replace(forNow, "")
    .replace(gone, "is gone")
    .trim();
  if (text === "") return "nothing";
  if (help.some((pattern) => pattern.test(text)) && !aboutMeasure.test(text)) return "need-help";
  if (/\?\s*$/.test(text)) return "not";
  if (isAnswer && (bare.test(text) || (canFindNothing && /^(none|nothing)[\s.!]*$/.test(text)))) return "done";
  if (doubt.test(text) || attempt.test(text) || longAgo.test(text)) return "not";
  if (notNeeded.test(text) || notUsed.test(text)) return "not-needed";
  if (foundBad.test(text) && !mended.test(text) && !foundNothing.test(text)) return "not";
  const isEarly = planned.test(text) || /\b(yet|still)\b/.test(text);
  if (foundNothing.test(text) && !isEarly && (canFindNothing || /\b(issues|problems)\b/.test(text))) return "done";
  if (untouched.test(text)) return "not";
  if (planned.test(text)) return "planned";
  if (/\b(not|no|n't)\b/.test(text) && !/\bno longer\b/.test(text)) return "not";
  return deed.test(text) ? "done" : "nothing";
};
