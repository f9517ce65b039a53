/**
 * Providers and what their keys look like, as patterns (rules/README.md, Examples): lengths and alphabets that their documentation or
 * public code shows. No prefix where there is one of none: most of these say nothing without the name beside them.
 */
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

export const SHAPES: Readonly<Record<string, string>> = {
  adafruit: "[a-z0-9_-]{32}", adobe: "[0-9a-f]{32}", airtable: "[A-Za-z0-9]{17}", algolia: "[a-z0-9]{32}", asana: "[a-z0-9]{32}", atlassian: "[A-Za-z0-9]{24}",
  jira: "[A-Za-z0-9]{24}", confluence: "[A-Za-z0-9]{24}", bitbucket: "[a-z0-9]{32}", bittrex: "[a-z0-9]{32}", meraki: "[0-9a-f]{40}", codecov: "[a-z0-9]{32}",
  cohere: "[A-Za-z0-9]{40}", coinbase: "[a-z0-9_-]{64}", confluent: "[A-Za-z0-9]{64}", contentful: "[A-Za-z0-9_-]{43}", datadog: "[0-9a-f]{40}",
  discord: "[A-Za-z0-9_-]{32}", droneci: "[A-Za-z0-9]{32}", dropbox: "[a-z0-9]{15}", etsy: "[a-z0-9]{24}", facebook: "[0-9a-f]{32}",
  fastly: "[A-Za-z0-9_-]{32}", finicity: "[a-z0-9]{20}", finnhub: "[a-z0-9]{20}", flickr: "[0-9a-f]{32}", freshbooks: "[0-9a-f]{64}", gitter: "[0-9a-f]{40}",
  gocardless: "live_[A-Za-z0-9_-]{40}", heroku: UUID, hubspot: UUID, intercom: "[A-Za-z0-9=_]{60}", jfrog: "[A-Za-z0-9]{73}", artifactory: "[A-Za-z0-9]{64}",
  kraken: "[A-Za-z0-9+/]{86}==", kucoin: UUID, launchdarkly: "[a-z0-9_-]{40}", linkedin: "[A-Za-z0-9]{16}", mailchimp: "[0-9a-f]{32}-us[1-9][0-9]",
  mailgun: "key-[0-9a-f]{32}", mattermost: "[a-z0-9]{26}", messagebird: "[A-Za-z0-9]{25}", netlify: "[A-Za-z0-9_-]{43}", newrelic: "NRAK-[A-Z0-9]{27}",
  nytimes: "[A-Za-z0-9]{32}", okta: "00[A-Za-z0-9_-]{40}", plaid: "[0-9a-f]{30}", privateai: "[a-z0-9]{32}", rapidapi: "[a-z0-9]{50}",
  sendbird: "[0-9a-f]{40}", sentry: "[0-9a-f]{64}", snyk: UUID, squarespace: UUID, sumologic: "[A-Za-z0-9]{64}", travisci: "[A-Za-z0-9_-]{22}",
  trello: "[A-Za-z0-9]{32}", twitch: "[a-z0-9]{30}", twitter: "[A-Za-z0-9]{50}", zendesk: "[A-Za-z0-9]{40}", looker: "[a-z0-9]{24}",
  beamer: "b_[A-Za-z0-9_-]{44}", sonar: "[0-9a-f]{40}", yandex: "AQVN[A-Za-z0-9_-]{36}", hashicorp: "hvs\\.[A-Za-z0-9_-]{92}", cloudflare: "[A-Za-z0-9_-]{40}",
  digitalocean: "[0-9a-f]{64}", linode: "[0-9a-f]{64}", vultr: "[A-Z0-9]{36}", hetzner: "[A-Za-z0-9]{64}", scaleway: UUID, openai: "sk-[A-Za-z0-9]{48}",
  stability: "sk-[A-Za-z0-9]{48}", replicate: "[0-9a-f]{40}", mistral: "[A-Za-z0-9]{32}", deepgram: "[0-9a-f]{40}", assemblyai: "[0-9a-f]{32}",
  elevenlabs: "[0-9a-f]{32}", pinecone: UUID, wandb: "[0-9a-f]{40}", telegram: "[0-9]{10}:AA[A-Za-z0-9_-]{33}", mapquest: "[A-Za-z0-9]{32}",
  openweather: "[0-9a-f]{32}", weatherapi: "[0-9a-f]{31}", alphavantage: "[A-Z0-9]{16}", polygon: "[A-Za-z0-9_]{32}", coinmarketcap: UUID,
  etherscan: "[A-Z0-9]{34}", infura: "[0-9a-f]{32}", alchemy: "[A-Za-z0-9_-]{32}", twilio: "[0-9a-f]{32}", vonage: "[A-Za-z0-9]{16}", plivo: "[A-Za-z0-9]{40}",
  postmark: UUID, sparkpost: "[0-9a-f]{40}", mandrill: "[A-Za-z0-9_-]{22}", mailjet: "[0-9a-f]{32}", pusher: "[0-9a-f]{20}", pubnub: "sec-c-[A-Za-z0-9]{48}",
  ably: "[A-Za-z0-9]{6}\\.[A-Za-z0-9]{6}:[A-Za-z0-9_-]{43}", segment: "[A-Za-z0-9]{32}", mixpanel: "[0-9a-f]{32}", amplitude: "[0-9a-f]{32}",
  rollbar: "[0-9a-f]{32}", bugsnag: "[0-9a-f]{32}", honeycomb: "[A-Za-z0-9]{22}", pagerduty: "[A-Za-z0-9_-]{20}", opsgenie: UUID, circleci: "[0-9a-f]{40}",
  buildkite: "[0-9a-f]{40}", codeclimate: "[0-9a-f]{64}", coveralls: "[A-Za-z0-9]{32}", sauce: UUID, browserstack: "[A-Za-z0-9]{20}",
  lambdatest: "[A-Za-z0-9]{50}", zoom: "[A-Za-z0-9]{32}", box: "[A-Za-z0-9]{32}", salesforce: "[A-Z0-9]{64}", monday: "[A-Za-z0-9]{120}",
  clickup: "pk_[0-9]{7}_[A-Z0-9]{32}", todoist: "[0-9a-f]{40}", fullstory: "[A-Za-z0-9]{80}", paypal: "[A-Za-z0-9_-]{80}", braintree: "[0-9a-f]{32}",
  adyen: "AQE[A-Za-z0-9+/]{100}", razorpay: "[A-Za-z0-9]{24}", square: "EAAA[A-Za-z0-9_-]{60}", coinapi: UUID, tiingo: "[0-9a-f]{40}",
  iexcloud: "sk_[0-9a-f]{32}", github: "[0-9a-f]{40}", gitlab: "[A-Za-z0-9_-]{20}", azure: "[A-Za-z0-9]{3}8Q~[A-Za-z0-9_.~]{34}", shodan: "[A-Za-z0-9]{32}",
  virustotal: "[0-9a-f]{64}", ipstack: "[0-9a-f]{32}", abuseipdb: "[0-9a-f]{80}", npm: "npm_[A-Za-z0-9]{36}",
};
