/** What a customer, or whoever took their site over, may write to be let off a restriction. */
export const hostileHtaccess: readonly string[] = [
  "Require all granted\n",
  "Order allow,deny\nAllow from all\n",
  "Order allow,deny\nAllow from all\nSatisfy Any\n",
  '<Files "*">\nOrder allow,deny\nAllow from all\nSatisfy Any\n</Files>\n',
  '<If "true">\nRequire all granted\n</If>\n',
  '<If "true">\n<If "true">\nRequire all granted\nSatisfy Any\n</If>\n</If>\n',
  "RewriteEngine Off\n",
  "RewriteEngine On\nRewriteRule .* - [END]\n",
  "RewriteEngine On\nRewriteOptions Inherit\nRewriteRule ^ - [E=SEKISHO_MODE:-,E=!SEKISHO_DENY,L]\n",
  "SetEnv SEKISHO_MODE -\nSetEnv SEKISHO_SITE neighbour.example\nSetEnvIf Request_URI .* SEKISHO_ADDR=192.0.2.7 !SEKISHO_DENY\nUnsetEnv SEKISHO_DENY\n",
  "ErrorDocument 403 /index.php\nErrorDocument 404 /index.php\n",
  "ErrorDocument 403 default\nDirectoryIndex index.php\nFallbackResource /index.php\n",
  'Header always set Status "200"\nRequestHeader set X-Forwarded-For 192.0.2.7\nRequestHeader set Sekisho-Probe 192.0.2.7\n',
  "Options +MultiViews\nAddHandler server-parsed .php\nAction x /index.php\nSetHandler x\n",
  "<RequireAny>\nRequire all granted\nRequire ip 198.51.100.0/24 2001:db8::/32\n</RequireAny>\n<Limit GET POST>\nRequire all granted\n</Limit>\n",
];
