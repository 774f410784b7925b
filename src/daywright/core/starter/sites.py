"""Well-known sites by category. A domain stands for itself and everything below it; what is listed first wins."""

from daywright.core.starter.listing import Listing, listing

# Where work is done. Parts of larger sites stand before those.
WORK = listing("""
Development › Review: github.com, gitlab.com, bitbucket.org, codeberg.org, sr.ht, gitea.com, dev.azure.com, gitee.com,
    reviewable.io, graphite.dev, phabricator.wikimedia.org, review.opendev.org
Development › Coding: vscode.dev, github.dev, gitpod.io, codesandbox.io, stackblitz.com, replit.com, codepen.io,
    jsfiddle.net, godbolt.org, glitch.com
Development › Reference: stackoverflow.com, stackexchange.com, serverfault.com, superuser.com, askubuntu.com,
    mathoverflow.net, developer.mozilla.org, devdocs.io, w3.org, whatwg.org, w3schools.com, caniuse.com, web.dev,
    python.org, readthedocs.io, readthedocs.org, realpython.com, djangoproject.com, rust-lang.org, docs.rs,
    go.dev, cppreference.com, gnu.org, llvm.org, nodejs.org, typescriptlang.org, react.dev,
    vuejs.org, angular.dev, svelte.dev, tailwindcss.com, vite.dev, jquery.com, php.net, ruby-lang.org, rubydoc.info,
    laravel.com, kotlinlang.org, scala-lang.org, haskell.org, elixir-lang.org, hexdocs.pm, julialang.org,
    docs.oracle.com, baeldung.com, spring.io, learn.microsoft.com, docs.microsoft.com, developer.apple.com,
    developer.android.com, developers.google.com, docs.aws.amazon.com, postgresql.org, sqlite.org, mysql.com,
    redis.io, mongodb.com, elastic.co, kubernetes.io, helm.sh, docs.docker.com, terraform.io,
    ansible.com, nginx.org, debian.org, ubuntu.com, archlinux.org, kernel.org, man7.org, die.net, freedesktop.org,
    gnome.org, kde.org, qt.io, regex101.com, geeksforgeeks.org, css-tricks.com, smashingmagazine.com, lwn.net, osv.dev
Development › Data & APIs: colab.research.google.com, kaggle.com, databricks.com, snowflakecomputing.com,
    snowflake.com, jupyter.org, getpostman.com, postman.com, postman.co, swagger.io, supabase.com, planetscale.com,
    dbt.com, huggingface.co
Development › Servers: cloud.google.com, aws.amazon.com, azure.com, cloudflare.com, vercel.com, netlify.com,
    heroku.com, fly.io, render.com, hetzner.com, hetzner.cloud, ovh.com, linode.com, scaleway.com, sentry.io,
    grafana.com, grafana.net, datadoghq.com, datadoghq.eu, newrelic.com, pagerduty.com, opsgenie.com, statuspage.io,
    circleci.com, travis-ci.com, buildkite.com, jenkins.io, tailscale.com, hashicorp.com, proxmox.com,
    digitalocean.com
Planning › Projects: atlassian.net, atlassian.com, trello.com, asana.com, linear.app, clickup.com, monday.com,
    basecamp.com, shortcut.com, youtrack.cloud, height.app, wrike.com, teamwork.com, plane.so, openproject.com,
    redmine.org, taiga.io, productboard.com, aha.io, miro.com, mural.co
Planning › Calendar: calendar.google.com, calendar.proton.me, calendar.yahoo.com, calendly.com, cal.com, doodle.com,
    when2meet.com, savvycal.com, nuudel.digitalcourage.de
Planning › Tasks & time: tasks.google.com, to-do.office.com, todo.microsoft.com, todoist.com, ticktick.com, any.do,
    rememberthemilk.com, toggl.com, clockify.me, harvestapp.com, wakatime.com, rescuetime.com, timetagger.app,
    pomofocus.io, focusmate.com, beeminder.com
Communication › Mail: mail.google.com, mail.yahoo.com, mail.zoho.com, outlook.cloud.microsoft, outlook.office.com,
    outlook.office365.com, outlook.live.com, proton.me, fastmail.com, tuta.com, mailbox.org, posteo.de, hey.com,
    superhuman.com, gmx.net, gmx.de, mail.ru, web.de, roundcube.net, front.com, missiveapp.com
Communication › Work chat: chat.google.com, teams.microsoft.com, teams.live.com, teams.cloud.microsoft, slack.com,
    mattermost.com, zulipchat.com, rocket.chat, element.io, matrix.to, twist.com, gitter.im
Communication › Messengers: whatsapp.com, telegram.org, messenger.com, messages.google.com, discord.com,
    discordapp.com, signal.org, web.threema.ch, web.skype.com, voice.google.com, icq.com
Meetings: meet.google.com, zoom.us, zoom.com, webex.com, whereby.com, meet.jit.si, jitsi.org, gotomeeting.com,
    goto.com, bluejeans.com, bigbluebutton.org, around.co, gather.town, livestorm.co, loom.com
Documents › Spreadsheets: sheets.google.com, excel.cloud.microsoft, airtable.com, smartsheet.com, rows.com
Documents › Presentations: slides.google.com, powerpoint.cloud.microsoft, pitch.com, prezi.com, gamma.app
Documents › Notes: keep.google.com, notion.so, notion.com, notion.site, evernote.com, onenote.com, craft.do,
    roamresearch.com, coda.io, obsidian.md, logseq.com, hackmd.io, hedgedoc.org, slite.com, getguru.com
Documents › Writing: docs.google.com, word.cloud.microsoft, overleaf.com, office.com, office365.com, sharepoint.com,
    paper.dropbox.com, grammarly.com, languagetool.org, quip.com, zohodocs.com, scribd.com, docusign.com
Design › Interfaces: figma.com, penpot.app, sketch.com, zeplin.io, framer.com, invisionapp.com, balsamiq.com,
    marvelapp.com, diagrams.net, excalidraw.com, lucidchart.com, lucid.app, dribbble.com, behance.net, mobbin.com,
    coolors.co, fonts.google.com, fontawesome.com, webflow.com
Design › Graphics: canva.com, photopea.com, adobe.com, unsplash.com, pexels.com, shutterstock.com, gettyimages.com,
    freepik.com, flaticon.com, thenounproject.com, svgrepo.com
Design › 3D & CAD: onshape.com, tinkercad.com, autodesk.com, grabcad.com, thingiverse.com, printables.com
Learning › Courses: coursera.org, udemy.com, edx.org, khanacademy.org, pluralsight.com, skillshare.com,
    codecademy.com, freecodecamp.org, brilliant.org, leetcode.com, hackerrank.com, exercism.org, codewars.com,
    adventofcode.com, udacity.com, datacamp.com, egghead.io, frontendmasters.com, oreilly.com, boot.dev, fast.ai,
    masterclass.com, futurelearn.com, openhpi.de, instructure.com, moodlecloud.com, duolingo.com, babbel.com,
    memrise.com, ankiweb.net, quizlet.com, ted.com
Learning › Reference works: translate.google.com, wikipedia.org, wiktionary.org, wikimedia.org, wikidata.org,
    britannica.com, wolframalpha.com, deepl.com, dict.cc, leo.org, linguee.com, linguee.de, pons.com, duden.de,
    merriam-webster.com, dictionary.com, thesaurus.com, wordreference.com, reverso.net, archive.org, gutenberg.org
Learning › Research: scholar.google.com, ncbi.nlm.nih.gov, arxiv.org, semanticscholar.org, researchgate.net,
    nature.com, science.org, sciencedirect.com, springer.com, ieee.org, acm.org, jstor.org, doi.org, ssrn.com,
    biorxiv.org, plos.org, mdpi.com, wiley.com, tandfonline.com, zotero.org, mendeley.com, connectedpapers.com,
    elicit.com, dblp.org
Learning › Assistants: gemini.google.com, notebooklm.google.com, copilot.microsoft.com, chatgpt.com, chat.openai.com,
    claude.ai, perplexity.ai, chat.mistral.ai, poe.com, phind.com, you.com, chat.deepseek.com, grok.com
Business › Customers: salesforce.com, force.com, hubspot.com, pipedrive.com, zendesk.com, intercom.com, freshdesk.com,
    zoho.com, zoho.eu, mailchimp.com, sendgrid.com, brevo.com, helpscout.com, gorgias.com, attio.com, close.com,
    shopify.com, wordpress.com, typeform.com, surveymonkey.com
Business › Accounting: quickbooks.intuit.com, dashboard.stripe.com, datev.de, lexoffice.de, lexware.de, sevdesk.de,
    sap.com, xero.com, freshbooks.com, sage.com, bexio.com, fastbill.com, chargebee.com, expensify.com, personio.de,
    personio.com, bamboohr.com, myworkday.com, workday.com, deel.com, gusto.com, odoo.com, oraclecloud.com
Business › Analytics: analytics.google.com, lookerstudio.google.com, search.google.com, tableau.com, powerbi.com,
    looker.com, mixpanel.com, amplitude.com, plausible.io, matomo.cloud, posthog.com, hotjar.com, semrush.com,
    ahrefs.com, similarweb.com, metabase.com, statista.com
""")

# Not one of the distracting domains, though part of one.
MUSIC = listing("""
Entertainment › Music: music.youtube.com, music.apple.com, music.amazon.com, spotify.com, soundcloud.com, deezer.com,
    tidal.com, bandcamp.com, last.fm, pandora.com, tunein.com, di.fm, somafm.com, mynoise.net, brain.fm, lofi.cafe,
    pocketcasts.com, overcast.fm, audible.com, audible.de, genius.com, qobuz.com, mixcloud.com, radio.garden, laut.fm
""")

# The known distracting domains, by what they distract with: noise here, and what a focus session blocks.
DISTRACTING = listing("""
Social media › Professional networks: linkedin.com, xing.com, viadeo.com, teamblind.com, fishbowlapp.com
Social media: facebook.com, fb.com, instagram.com, x.com, twitter.com, tiktok.com, reddit.com, redd.it, snapchat.com,
    pinterest.com, pinterest.de, pinterest.co.uk, pinterest.fr, threads.net, threads.com, bsky.app, mastodon.social,
    mastodon.online, mstdn.social, fosstodon.org, chaos.social, infosec.exchange, tumblr.com, vk.com, ok.ru,
    weibo.com, nextdoor.com, nextdoor.de, bereal.com, lemon8-app.com, truthsocial.com, gab.com, tinder.com,
    bumble.com, okcupid.com, hinge.co, badoo.com, parship.de
Entertainment › Video: youtube.com, youtu.be, youtube-nocookie.com, netflix.com, twitch.tv, disneyplus.com,
    primevideo.com, hulu.com, max.com, hbomax.com, vimeo.com, dailymotion.com, crunchyroll.com, tv.apple.com,
    paramountplus.com, peacocktv.com, plex.tv, kick.com, rumble.com, odysee.com, bilibili.com, nicovideo.jp, viki.com,
    dazn.com, joyn.de, plus.rtl.de, ardmediathek.de, zdf.de, arte.tv, sky.de, wowtv.de, nowtv.com, itv.com,
    channel4.com, tvnow.de, mubi.com, stremio.com, justwatch.com, imdb.com, rottentomatoes.com, letterboxd.com,
    trakt.tv
Entertainment › Games: steampowered.com, steamcommunity.com, epicgames.com, gog.com, roblox.com, minecraft.net,
    ign.com, gamespot.com, polygon.com, kotaku.com, pcgamer.com, eurogamer.net, rockpapershotgun.com, gamestar.de,
    chess.com, lichess.org, itch.io, poki.com, miniclip.com, crazygames.com, kongregate.com, y8.com, agar.io,
    slither.io, xbox.com, playstation.com, nintendo.com, blizzard.com, battle.net, leagueoflegends.com, op.gg,
    playvalorant.com, geoguessr.com, boardgamearena.com, neal.fun, wowhead.com
Entertainment › Fun: 9gag.com, imgur.com, giphy.com, ifunny.co, knowyourmeme.com, cracked.com, theonion.com,
    der-postillon.com, boredpanda.com, buzzfeed.com, tvtropes.org, fandom.com, webtoons.com, xkcd.com,
    cheezburger.com, ebaumsworld.com, archiveofourown.org, wattpad.com, fanfiction.net, omegle.com, 4chan.org,
    8kun.top, pr0gramm.com, tmz.com, people.com, eonline.com, gala.de, bunte.de, promiflash.de, perezhilton.com
Entertainment: pornhub.com, xvideos.com, xnxx.com, xhamster.com, redtube.com, youporn.com, onlyfans.com,
    chaturbate.com, bet365.com, pokerstars.com, tipico.de, bwin.com, draftkings.com, fanduel.com, stake.com,
    lottoland.com
News & reading › Sport: espn.com, espn.co.uk, kicker.de, sport1.de, sport.de, transfermarkt.de, transfermarkt.com,
    skysports.com, nba.com, nfl.com, mlb.com, nhl.com, fifa.com, uefa.com, bundesliga.com, formula1.com,
    livescore.com, flashscore.com, flashscore.de, sofascore.com, onefootball.com, bleacherreport.com, goal.com,
    11freunde.de, marca.com, as.com, lequipe.fr, gazzetta.it, cricbuzz.com, espncricinfo.com
News & reading › Forums & blogs: news.ycombinator.com, lobste.rs, quora.com, medium.com, substack.com, dev.to,
    hashnode.dev, tildes.net, lemmy.world, lemmy.ml, kbin.social, slashdot.org, producthunt.com, indiehackers.com,
    hackernoon.com, gutefrage.net, resetera.com, fark.com, digg.com, feedly.com, inoreader.com, getpocket.com,
    flipboard.com
News & reading › News: nytimes.com, washingtonpost.com, theguardian.com, bbc.com, bbc.co.uk, cnn.com, foxnews.com,
    nbcnews.com, abcnews.go.com, cbsnews.com, msnbc.com, npr.org, reuters.com, apnews.com, bloomberg.com, ft.com,
    wsj.com, economist.com, politico.com, politico.eu, axios.com, theatlantic.com, newyorker.com, vox.com, slate.com,
    huffpost.com, dailymail.co.uk, thesun.co.uk, mirror.co.uk, independent.co.uk, telegraph.co.uk, usatoday.com,
    nypost.com, latimes.com, forbes.com, businessinsider.com, cnbc.com, marketwatch.com, aljazeera.com, theverge.com,
    arstechnica.com, techcrunch.com, wired.com, engadget.com, gizmodo.com, mashable.com, zdnet.com, cnet.com,
    9to5mac.com, macrumors.com, androidpolice.com, tomshardware.com, phoronix.com, heise.de, golem.de, t3n.de,
    spiegel.de, zeit.de, faz.net, sueddeutsche.de, tagesschau.de, welt.de, bild.de, n-tv.de, focus.de, stern.de,
    taz.de, tagesspiegel.de, handelsblatt.com, t-online.de, rnd.de, derstandard.at, orf.at, krone.at, nzz.ch,
    20min.ch, srf.ch, tagesanzeiger.ch, lemonde.fr, lefigaro.fr, liberation.fr, 20minutes.fr, francetvinfo.fr,
    elpais.com, elmundo.es, abc.es, repubblica.it, corriere.it, ansa.it, nos.nl, nu.nl, telegraaf.nl, vrt.be, hln.be,
    dn.se, aftonbladet.se, expressen.se, svt.se, vg.no, nrk.no, dr.dk, yle.fi, hs.fi, onet.pl, wp.pl, gazeta.pl,
    novinky.cz, index.hu, rt.com, lenta.ru, rbc.ru, globo.com, uol.com.br, timesofindia.indiatimes.com, ndtv.com,
    scmp.com, nikkei.com, asahi.com, news.google.com, yahoo.com, yahoo.co.jp, msn.com, drudgereport.com,
    breitbart.com, newsweek.com, time.com, vice.com
""")

# The rest of life, and what is neither.
PERSONAL = listing("""
Personal › Shopping: aliexpress.com, alibaba.com, temu.com, shein.com, walmart.com, target.com, bestbuy.com,
    costco.com, wayfair.com, asos.com, newegg.com, craigslist.org, otto.de, kleinanzeigen.de, idealo.de, geizhals.de,
    mediamarkt.de, saturn.de, alternate.de, thomann.de, aboutyou.de, mydealz.de, dm.de, rewe.de, bol.com, coolblue.nl,
    allegro.pl, fnac.com, cdiscount.com, leboncoin.fr, argos.co.uk, johnlewis.com, flipkart.com, mercadolibre.com,
    mercadolivre.com.br, rakuten.co.jp, taobao.com, jd.com, digitec.ch, galaxus.ch, slickdeals.net
Personal › Money: paypal.com, sparkasse.de, ing.de, dkb.de, n26.com, comdirect.de, deutsche-bank.de, commerzbank.de,
    consorsbank.de, postbank.de, volksbank.de, traderepublic.com, chase.com, bankofamerica.com, wellsfargo.com,
    citi.com, capitalone.com, americanexpress.com, hsbc.com, hsbc.co.uk, barclays.co.uk, lloydsbank.com, monzo.com,
    revolut.com, wise.com, klarna.com, ubs.com, raiffeisen.ch, erstebank.at, bnpparibas.net, bbva.es, fidelity.com,
    vanguard.com, schwab.com, robinhood.com, coinbase.com, binance.com, kraken.com, tradingview.com, elster.de,
    wiso-steuer.de, turbotax.intuit.com, irs.gov, check24.de, verivox.de
Personal › Travel: maps.google.com, maps.apple.com, booking.com, airbnb.com, airbnb.de, expedia.com, expedia.de,
    tripadvisor.com, tripadvisor.de, kayak.com, kayak.de, skyscanner.net, skyscanner.de, hotels.com, trivago.de,
    hrs.de, bahn.de, sbb.ch, oebb.at, thetrainline.com, flixbus.de, lufthansa.com, ryanair.com, easyjet.com, uber.com,
    openstreetmap.org, komoot.com, komoot.de, rome2rio.com, seat61.com, waze.com
Personal › Home & health: photos.google.com, health.apple.com, chefkoch.de, allrecipes.com, seriouseats.com,
    bbcgoodfood.com, lieferando.de, ubereats.com, doordash.com, deliveroo.co.uk, wolt.com, hellofresh.de, doctolib.de,
    doctolib.fr, jameda.de, webmd.com, mayoclinic.org, nhs.uk, netdoktor.de, myfitnesspal.com, strava.com, garmin.com,
    fitbit.com, weather.com, accuweather.com, wetter.com, wetteronline.de, dwd.de, yr.no, windy.com, zillow.com,
    redfin.com, rightmove.co.uk, zoopla.co.uk, immobilienscout24.de, immowelt.de, wg-gesucht.de, mobile.de,
    autoscout24.de, indeed.com, stepstone.de, glassdoor.com, kununu.com, monster.com, myheritage.com, ancestry.com
System › Files: drive.google.com, onedrive.live.com, dropbox.com, box.com, mega.nz, wetransfer.com, nextcloud.com,
    owncloud.com, icloud.com, pcloud.com
System › Search: duckduckgo.com, bing.com, startpage.com, ecosia.org, kagi.com, search.brave.com, qwant.com,
    baidu.com, mojeek.com, metager.de, searx.be, ask.com
""")

# Sites with one name in many countries, as patterns on the domain.
_ANY_COUNTRY = r"\.(?:com|[a-z]{2}|com?\.[a-z]{2})$"
WORLDWIDE: Listing = (
    ("Personal › Shopping", (rf"(?:^|\.)(?:amazon|ebay|etsy|zalando|ikea|vinted|hm|zara|decathlon){_ANY_COUNTRY}",)),
    ("System › Search", (rf"^(?:google|yandex){_ANY_COUNTRY}",)),
)
