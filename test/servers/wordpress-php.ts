import type { Mariadb } from "./mariadb.ts";

export const domain = "shop.example";
export const owner = { name: "owner", password: "only-for-a-test", email: `owner@${domain}` } as const;

/** `wp-config.php`. Each page may start what is due (wp-cron): nothing is switched off that a usual site has on. */
export const configText = ({ socket, database, user, password }: Mariadb): string => `<?php
define('DB_NAME', '${database}');
define('DB_USER', '${user}');
define('DB_PASSWORD', '${password}');
define('DB_HOST', 'localhost:${socket}');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
  define($name . '_KEY', $name . ' key of a test');
  define($name . '_SALT', $name . ' salt of a test');
}
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_ACCESSIBLE_HOSTS', '127.0.0.1');
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;

/**
 * A must-use plugin: a contact form in the four ways in which plugins take one (a page's own shortcode, a REST route that may be called in a batch,
 * admin-ajax.php, admin-post.php); it mails the owner and whoever is typed in. Mails of a request carry its X-Try, so that they can be counted by it.
 */
export const formPlugin = `<?php
/* Plugin Name: Contact form */
function shop_mail($from) {
  $email = sanitize_email(wp_unslash($from['your-email'] ?? ''));
  $text = sanitize_textarea_field(wp_unslash($from['your-message'] ?? ''));
  $name = sanitize_text_field(wp_unslash($from['your-name'] ?? ''));
  $told = wp_mail('${owner.email}', "Message from $name", $text, ["Reply-To: $email"]);
  return wp_mail($email, 'お問い合わせありがとうございます', "$name\\n\\n$text") && $told;
}
add_filter('wp_mail', function ($mail) {
  $lines = is_array($mail['headers']) ? $mail['headers'] : explode("\\n", str_replace("\\r", '', $mail['headers']));
  $mail['headers'] = [...$lines, 'X-Try: ' . preg_replace('/\\W/', '', $_SERVER['HTTP_X_TRY'] ?? 'none')];
  return $mail;
});
add_shortcode('contact', function () {
  $said = '';
  if ($_SERVER['REQUEST_METHOD'] === 'POST' && isset($_POST['your-email'])) $said = shop_mail($_POST) ? '<p>sent</p>' : '<p>failed</p>';
  return $said . '<form method="post"><input name="your-name"><input name="your-email"><textarea name="your-message"></textarea><button>Send</button></form>';
});
function shop_posted() {
  wp_send_json(['sent' => isset($_POST['your-email']) && shop_mail($_POST)]);
}
foreach (['wp_ajax_', 'wp_ajax_nopriv_', 'admin_post_', 'admin_post_nopriv_'] as $kind) add_action($kind . 'contact', 'shop_posted');
add_action('rest_api_init', function () {
  register_rest_route('contact-form-7/v1', '/contact-forms/(?P<id>\\d+)/feedback', [
    'methods' => 'POST',
    'permission_callback' => '__return_true',
    'allow_batch' => ['v1' => true],
    'callback' => fn($asked) => ['status' => shop_mail($asked) ? 'mail_sent' : 'mail_failed'],
  ]);
});
// A visitor may comment as often as a test needs it.
add_filter('comment_flood_filter', '__return_false', 99);
// What is due: one mail, under the name that it was ordered by. The site's own address leads to the server that the test started.
add_action('shop_due', fn($name) => wp_mail('${owner.email}', 'due', $name, ["X-Due: $name"]));
add_filter('cron_request', function ($asked) {
  $asked['url'] = str_replace('http://${domain}/', 'http://127.0.0.1:' . trim(file_get_contents(WP_CONTENT_DIR . '/port')) . '/', $asked['url']);
  $asked['args']['headers'] = ['Host' => '${domain}'];
  return $asked;
});
`;

/** A theme with one template for all, as many a site's own has: what is not found shows, and runs, what was half found. */
export const themeFiles: Readonly<Record<string, string>> = {
  "style.css": "/* Theme Name: Shop */",
  "index.php": `<!doctype html><html><head><?php wp_head(); ?></head><body>
<?php while (have_posts()) { the_post(); the_title('<h1>', '</h1>'); the_content(); } ?>
<?php wp_footer(); ?></body></html>`,
};

/** What the shapes call the form's page by. */
const formPageId = 4;

/** WordPress' own installation, without its screens; prints what WordPress would write into .htaccess. */
export const installScript = `<?php
$_SERVER = ['HTTP_HOST' => '${domain}', 'SERVER_NAME' => '${domain}', 'REQUEST_URI' => '/', 'REQUEST_METHOD' => 'GET', 'SERVER_PROTOCOL' => 'HTTP/1.1'] + $_SERVER;
define('WP_INSTALLING', true);
function wp_new_blog_notification() {}
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Shop', '${owner.name}', '${owner.email}', true, '', '${owner.password}');
foreach (['siteurl', 'home'] as $name) update_option($name, 'http://${domain}');
update_option('comment_moderation', 1);
update_option('comment_previously_approved', 0);
update_option('moderation_notify', 1);
$page = ['import_id' => ${formPageId}, 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Contact', 'post_name' => 'contact', 'post_content' => '[contact]'];
if (wp_insert_post($page) !== ${formPageId}) exit(1);
switch_theme('shop');
$wp_rewrite->init();
$wp_rewrite->set_permalink_structure('/%postname%/');
// Made anew by the first request that needs them, when all is loaded.
delete_option('rewrite_rules');
echo "# BEGIN WordPress\\n", $wp_rewrite->mod_rewrite_rules(), "# END WordPress\\n";
`;

/** Orders what is due at once. */
export const orderDueScript = `<?php
$_SERVER = ['HTTP_HOST' => '${domain}', 'REQUEST_URI' => '/', 'REQUEST_METHOD' => 'GET', 'SERVER_PROTOCOL' => 'HTTP/1.1'] + $_SERVER;
define('DISABLE_WP_CRON', true);
require $argv[1] . '/wp-load.php';
delete_transient('doing_cron');
exit(wp_schedule_single_event(time() - 1, 'shop_due', [$argv[2]]) === true ? 0 : 1);
`;

/** As they are dropped into taken-over sites: it mails whoever it is told, whatever it is called by. */
export const droppedMailer = `<?php
echo 'RAN';
mail($_REQUEST['to'] ?? 'victim@elsewhere.example', 'offer', 'offer', 'X-Try: ' . preg_replace('/\\W/', '', $_SERVER['HTTP_X_TRY'] ?? 'none'));
`;
