/**
 * Services that write other people's names into From, the same as the server's data/packs/platforms.toml: their mail is never green
 * but from a brand's exact senders. Every list has them, unless its default_platforms is false.
 */
export const DEFAULT_PLATFORMS = Object.freeze(`
  youtube.com redditmail.com reddit.com facebookmail.com fbworkmail.com linkedin.com twitter.com x.com pinterest.com
  quora.com tumblr.com vk.com ok.ru xing.com nextdoor.com researchgatemail.net stackexchange.com stackoverflow.email
  disqus.com flickr.com vimeo.com goodreads.com strava.com couchsurfing.com livejournal.com twitch.tv kickstarter.com
  gofundme.com opencollective.com patreon.com buymeacoffee.com ko-fi.com change.org openpetition.de actionnetwork.org
  ancestry.com geocaching.com substack.com mail.beehiiv.com medium.com wordpress.com govdelivery.com meetup.com
  eventbrite.com luma-mail.com lu.ma calendly.com doodle.com zoom.us opentable.com thefork.it resmio.com doctolib.de
  mealtrain.com vividseats.com seetickets.com adticket.de eventim.de docusign.net adobesign.com echosign.com
  hellosign.com pandadoc.net docsend.com skyslope.com authentisign.com dropbox.com box.com wetransfer.com onedrive.com
  sharepointonline.com evernote.com docs.google.com classroom.google.com slideshare.net slack.com
  email.teams.microsoft.com notion.so asana.com trello.com basecamp.com monday.com clickup.com airtable.com figma.com
  miro.com canva.com loom.com zapier.com ifttt.com typeform.com jotform.com surveymonkey.com surveymonkeyuser.com
  qemailserver.com research.net formdesk.com submittable.com github.com gitlab.com bitbucket.org sourceforge.net
  launchpad.net pagerduty.com statuspage.io sentry.io googlegroups.com groups.io topicbox.com lists.sourceforge.net
  lists.wikimedia.org lists.fedoraproject.org lists.gnu.org groupes.renater.fr lists.wisc.edu lists.asu.edu
  list.indiana.edu lists.in.gov listserv.syr.edu listen.uni-bonn.de lists.egu.eu greenhouse.io greenhouse-mail.io
  lever.co ashbyhq.com myworkday.com icims.com taleo.net bamboohr.com indeed.com indeedemail.com glassdoor.com
  careerbuilder.com hh.ru stepstone.de upwork.com fiverr.com freelancer.com thumbtack.com rippling.com checkr.com
  notification.intuit.com bill.com freshbooks.com xero.com waveapps.com squareup.com square.com shopifyemail.com
  shopify.com gumroad.com paddle.com mycommerce.com nexway.com etsy.com judge.me trustedshops.com shippypro.com
  shipcloud.io shipstation.com members.ebay.com marketplace.amazon.com marketplace.amazon.co.uk marketplace.amazon.de
  marketplace.amazon.fr marketplace.amazon.it marketplace.amazon.es marketplace.amazon.ca marketplace.amazon.in
  marketplace.amazon.cn marketplace.amazon.com.br members.ebay.co.uk members.ebay.de members.ebay.fr members.ebay.it
  members.ebay.es members.ebay.ca members.ebay.be members.ebay.com.au members.ebay.ch members.ebay.at members.ebay.ie
  members.ebay.nl airbnb.com guest.booking.com property.booking.com community.blablacar.com craigslist.org kijiji.ca
  gumtree.com.au ebay-kleinanzeigen.de mobile.de immobilienscout24.de immowelt.de zillow.com trulia.com rentcafe.com
  appfolio.com yelp.com tripadvisor.com angieslist.com homeadvisor.com splitwise.com instructure.com blackboard.com
  remind.com powerschool.com schoolmessenger.com peachjar.com planningcenteronline.com teamapp.com
`.trim().split(/\s+/));
