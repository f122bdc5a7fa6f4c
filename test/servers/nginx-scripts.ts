import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const note = (what: string): string =>
  `file_put_contents($_SERVER['RAN'], ($_SERVER['HTTP_X_TRY'] ?? '-') . ' ${what} ' . $_SERVER['HTTP_HOST'] . "\\n", FILE_APPEND | LOCK_EX);`;

/** Routes as WordPress does: by path, by query and by body, with its method overrides; notes the mail that it would send. */
const frontController = `<?php
$path = preg_replace('#^https?://[^/]*#i', '', explode('?', $_SERVER['REQUEST_URI'], 2)[0]);
$path = preg_replace('#^/index\\.php#i', '', preg_replace('#/+#', '/', rawurldecode($path)));
$asked = $_POST + $_GET;
$method = strtoupper($_SERVER['REQUEST_METHOD']);
foreach (['HTTP_X_HTTP_METHOD_OVERRIDE', 'HTTP_X_HTTP_METHOD', 'HTTP_X_METHOD_OVERRIDE'] as $header)
  if (!empty($_SERVER[$header])) $method = strtoupper($_SERVER[$header]);
if (isset($asked['_method'])) $method = strtoupper($asked['_method']);
$isForm = ($asked['pagename'] ?? '') === 'contact' || ($asked['page_id'] ?? '') === '4'
  || str_contains($asked['rest_route'] ?? '', '/feedback') || preg_match('#^/contact|^/wp-json/.*/feedback#i', $path);
if ($isForm && !in_array($method, ['GET', 'HEAD', 'OPTIONS'])) { ${note("mail")} echo 'sent'; } else { ${note("page")} echo 'page'; }
`;

const script = (name: string): string => `<?php ${note(name)} echo 'ran ${name}';`;

/** Lays a small site into its document root. */
export const writeSite = (root: string): void => {
  const files: Readonly<Record<string, string>> = {
    "index.php": frontController,
    "mail.php": script("mail.php"),
    "Mail.php": script("Mail.php"),
    "mail.php5.php": script("mail.php5.php"),
    "mail2.php": script("mail2.php"),
    "dir/index.php": script("dir/index.php"),
    "dir/other.php": script("dir/other.php"),
    "up loads/フォーム.php": script("form"),
    "style.css": "body{}",
    "secret/page.html": "secret",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
};
