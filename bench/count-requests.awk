# What an administrator writes by hand: requests per address, per site and path, and the POSTs of both.
# Input: vhost_combined. Prints: lines, addresses, endpoints, POSTs, addresses that posted, endpoints posted to.
{
  path = $8
  mark = index(path, "?")
  if (mark) path = substr(path, 1, mark - 1)
  endpoint = $1 " " path
  addresses[$2]++
  endpoints[endpoint]++
  if ($7 == "\"POST") {
    posts++
    posters[$2]++
    posted[endpoint]++
  }
}
END {
  for (key in addresses) addressCount++
  for (key in endpoints) endpointCount++
  for (key in posters) posterCount++
  for (key in posted) postedCount++
  print NR, addressCount, endpointCount, posts, posterCount, postedCount
}
