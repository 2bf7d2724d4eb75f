<?php
// PHP's own web server lets no browser keep a file: each message would load, read and compile all scripts and styles
// anew. Debian's Apache lets browsers keep them, and so does this. Any other request goes its usual way.
$types = [
    'css' => 'text/css', 'gif' => 'image/gif', 'js' => 'text/javascript', 'png' => 'image/png',
    'svg' => 'image/svg+xml', 'woff2' => 'font/woff2',
];
$file = $_SERVER['DOCUMENT_ROOT'] . rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '');
$type = $types[pathinfo($file, PATHINFO_EXTENSION)] ?? null;
if ($type === null || str_contains($file, '..') || !is_file($file)) {
    return false;
}
header("Content-Type: $type");
header('Cache-Control: max-age=3600');
header('Content-Length: ' . filesize($file));
readfile($file);
