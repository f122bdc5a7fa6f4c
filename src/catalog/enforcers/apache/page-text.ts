import { ownRowsCase } from "../../../domain/deny-row.ts";
import type { ApacheConfig } from "./apache-config.ts";

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The page of refusal up to the number by which the operator finds the case, and from there on. Says why and whom to ask. */
export const pageText = ({ operator }: Pick<ApacheConfig, "operator">): { readonly head: string; readonly tail: string } => {
  const name = escapeHtml(operator.name);
  const contact = escapeHtml(operator.contact);
  return {
    head: `<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>アクセスが制限されています / Access is restricted</title>
<style>body{font:16px/1.7 sans-serif;max-width:40em;margin:3em auto;padding:0 1em;color:#222;background:#fff}h1{font-size:1.3em}code{overflow-wrap:anywhere}</style>
</head>
<body>
<h1>アクセスが制限されています</h1>
<p>このサイトで不正な利用が見つかったため、サーバーの管理者（${name}）が一部のアクセスを一時的に制限しています。サイトの持ち主が設定したものではありません。ただし、下の番号に ${ownRowsCase} とあるときは、サイトの持ち主がお使いのネットワークを拒否しています。</p>
<p>お心当たりがないのに表示された場合は、下の番号を添えて <strong>${contact}</strong> までお知らせください。</p>
<div lang="en">
<h1>Access is restricted</h1>
<p>Because this site was abused, the operator of this server (${name}) has restricted some access to it for a time. It is not the site's owner who did so; only where the number below names ${ownRowsCase} has the site's owner closed it to your network.</p>
<p>If you should not be turned away, please tell <strong>${contact}</strong> and quote the number below.</p>
</div>
<p>番号 / Number: <code>`,
    tail: `</code></p>
</body>
</html>
`,
  };
};
