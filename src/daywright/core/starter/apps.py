"""Well-known applications by category, as they name themselves: X11 classes, Wayland ids, macOS and Windows names."""

from daywright.core.starter.listing import Listing, listing

APPS = listing("""
Development › Coding: Code, code-oss, Code - OSS, Code - Insiders, code-insiders, Code.exe, Visual Studio Code,
    Visual Studio Code - Insiders, VSCodium, codium, VSCodium.exe, com.visualstudio.code, com.vscodium.codium, Cursor,
    Cursor.exe, Windsurf, Windsurf.exe, Zed, dev.zed.Zed, sublime_text, Sublime Text, subl, sublime_text.exe, Atom,
    Pulsar, IntelliJ IDEA, idea64.exe, PyCharm, pycharm64.exe, WebStorm, webstorm64.exe, CLion, clion64.exe, GoLand,
    goland64.exe, PhpStorm, phpstorm64.exe, RubyMine, rubymine64.exe, Rider, rider64.exe, RustRover, rustrover64.exe,
    Fleet, Android Studio, studio64.exe, devenv.exe, Visual Studio, Xcode, Emacs, emacs.exe, org.gnu.emacs, Gvim,
    gvim.exe, MacVim, neovide, neovide.exe, nvim-qt, Eclipse, eclipse.exe, org.eclipse.platform.ide.application,
    netbeans64.exe, Apache NetBeans IDE, Geany, geany.exe, kdevelop, org.kde.kdevelop, Kate, org.kde.kate, QtCreator,
    Qt Creator, org.qt-project.qtcreator, qtcreator.exe, gnome-builder, org.gnome.Builder, Lapce, lapce.exe, Helix,
    RStudio, rstudio.exe, Spyder, spyder.exe, Arduino IDE, arduino-ide, Thonny, thonny.exe, Notepad++, notepad++.exe,
    Nova, BBEdit, TextMate, MATLAB, matlab.exe, Mathematica, Godot, org.godotengine.Godot, Unity, Unity.exe,
    UnrealEditor, UnrealEditor.exe, Lazarus, codeblocks, CodeBlocks, JupyterLab, jupyterlab-desktop, Positron, Trae,
    Kiro
Development › Terminal: XTerm, UXTerm, gnome-terminal, gnome-terminal-server, org.gnome.Terminal, org.gnome.Console,
    kgx, org.gnome.Ptyxis, Ptyxis, Konsole, org.kde.konsole, Alacritty, alacritty.exe, kitty, foot, footclient,
    WezTerm, org.wezfurlong.wezterm, wezterm-gui, wezterm-gui.exe, Ghostty, com.mitchellh.ghostty, Tilix,
    com.gexperts.Tilix, Terminator, xfce4-terminal, lxterminal, mate-terminal, qterminal, deepin-terminal,
    io.elementary.terminal, URxvt, st, st-256color, Tabby, Tabby.exe, Hyper, Hyper.exe, Warp, dev.warp.Warp, rio,
    Contour, BlackBox, com.raggesilver.BlackBox, cool-retro-term, Guake, Yakuake, org.kde.yakuake, Tilda, Terminal,
    iTerm, iTerm2, WindowsTerminal.exe, Windows Terminal, cmd.exe, powershell.exe, pwsh.exe, conhost.exe,
    OpenConsole.exe, mintty, mintty.exe, PuTTY, putty.exe, MobaXterm.exe, Termius, SecureCRT.exe, tmux
Development › Review: GitHub Desktop, GitHubDesktop.exe, GitKraken, gitkraken.exe, Sourcetree, SourceTree.exe, Fork,
    Fork.exe, SmartGit, smartgit, gitg, org.gnome.gitg, git-cola, gitk, git-gui, Meld, org.gnome.Meld, meld.exe,
    kdiff3, kompare, Beyond Compare, BCompare.exe, Sublime Merge, sublime_merge, sublime_merge.exe,
    TortoiseGitProc.exe, Tower
Development › Reference: Zeal, zeal.exe, Dash, DevDocs, Devhelp, org.gnome.Devhelp, yelp, khelpcenter
Development › Data & APIs: DBeaver, dbeaver.exe, io.dbeaver.DBeaverCommunity, DataGrip, datagrip64.exe, DataSpell,
    pgAdmin 4, pgAdmin4.exe, Postman, postman.exe, Insomnia, insomnia.exe, Bruno, bruno.exe, Hoppscotch, TablePlus,
    TablePlus.exe, MySQLWorkbench, mysql-workbench-bin, MySQLWorkbench.exe, DB Browser for SQLite, sqlitebrowser,
    org.sqlitebrowser.sqlitebrowser, HeidiSQL, heidisql.exe, Ssms.exe, azuredatastudio, Azure Data Studio,
    MongoDB Compass, RedisInsight, Beekeeper Studio, beekeeper-studio, Sequel Ace, Postico, Wireshark,
    org.wireshark.Wireshark, wireshark.exe, Charles, Proxyman, Fiddler.exe
Development › Servers: Docker Desktop, Docker Desktop.exe, Podman Desktop, Lens, OpenLens, virt-manager,
    VirtualBox Manager, VirtualBox Machine, VirtualBox, VirtualBoxVM.exe, vmware, vmware.exe, VMware Fusion, UTM,
    Parallels Desktop, gnome-boxes, org.gnome.Boxes, Remmina, org.remmina.Remmina, krdc, mstsc.exe,
    Microsoft Remote Desktop, AnyDesk, TeamViewer, RustDesk, FileZilla, filezilla.exe, WinSCP.exe, Cyberduck, Transmit
Documents › Spreadsheets: libreoffice-calc, EXCEL.EXE, Microsoft Excel, Numbers, Gnumeric, et, et.exe
Documents › Presentations: libreoffice-impress, POWERPNT.EXE, Microsoft PowerPoint, Keynote, wpp, wpp.exe
Documents › Writing: libreoffice-writer, libreoffice-startcenter, libreoffice-base, libreoffice-math, libreoffice,
    Soffice, soffice.bin, WINWORD.EXE, Microsoft Word, Pages, DesktopEditors, ONLYOFFICE Desktop Editors, ONLYOFFICE,
    org.onlyoffice.desktopeditors, wps, wps.exe, Abiword, Calligrawords, TeXstudio, texstudio.exe, Texmaker, Kile,
    LyX, Typora, Typora.exe, ghostwriter, org.kde.ghostwriter, Apostrophe, org.gnome.gitlab.somas.Apostrophe,
    Scrivener, Scrivener.exe, iA Writer, Ulysses, FocusWriter, Manuskript, Gedit, org.gnome.gedit,
    org.gnome.TextEditor, gnome-text-editor, Mousepad, org.xfce.mousepad, Xed, Pluma, FeatherPad, notepad.exe,
    Notepad, TextEdit, KWrite, org.kde.kwrite, leafpad, l3afpad
Documents › Notes: obsidian, Obsidian.exe, md.obsidian.Obsidian, Joplin, joplin.exe, net.cozic.joplin_desktop, Logseq,
    logseq.exe, Notion, Notion.exe, notion-app, Evernote, Evernote.exe, ONENOTE.EXE, Microsoft OneNote, Notes,
    Simplenote, Standard Notes, standard notes, Zettlr, Bear, Anytype, AppFlowy, Craft, Capacities, Xournalpp,
    com.github.xournalpp.xournalpp, Rnote, com.github.flxzt.rnote, GoodNotes, org.gnome.Notes, bijiben, Tomboy, gnote,
    cherrytree, QOwnNotes, TiddlyWiki, Trilium Notes, trilium, SiYuan
Documents › Reading: Evince, org.gnome.Evince, org.gnome.Papers, Okular, org.kde.okular, Zathura, org.pwmt.zathura,
    Xpdf, MuPDF, mupdf-gl, Acrobat.exe, AcroRd32.exe, Adobe Acrobat, Adobe Acrobat Reader, Acrobat Reader, Preview,
    SumatraPDF.exe, FoxitPDFReader.exe, Foxit Reader, PDFXEdit.exe, PDF Expert, Skim, qpdfview, Atril, Xreader,
    calibre, calibre-gui, calibre-ebook-viewer, com.calibre_ebook.calibre, Foliate, com.github.johnfactotum.Foliate,
    Kindle, Kindle.exe, Books, sioyek
Design › Graphics: Gimp, gimp-2.10, gimp-3.0, org.gimp.GIMP, gimp-2.10.exe, Inkscape, org.inkscape.Inkscape,
    inkscape.exe, Krita, org.kde.krita, krita.exe, Photoshop.exe, Illustrator.exe, InDesign.exe, Lightroom.exe,
    CorelDRW.exe, mspaint.exe, Paint, PaintDotNet.exe, Pinta, com.github.PintaProject.Pinta, kolourpaint, Darktable,
    org.darktable.Darktable, darktable.exe, RawTherapee, rawtherapee.exe, digikam, org.kde.digikam, Shotwell, Scribus,
    scribus.exe, MyPaint, Aseprite, Procreate, Pixelmator Pro, Acorn, libreoffice-draw, Upscayl
Design › Interfaces: Figma, Figma.exe, figma-linux, Sketch, Penpot, XD.exe, Zeplin, draw.io, drawio, draw.io.exe, Dia,
    yEd, Framer, Lunacy, Balsamiq Wireframes
Design › Video & audio: kdenlive, org.kde.kdenlive, kdenlive.exe, resolve, DaVinci Resolve, Resolve.exe,
    Final Cut Pro, iMovie, Adobe Premiere Pro.exe, AfterFX.exe, Shotcut, org.shotcut.Shotcut, shotcut.exe, Openshot,
    Pitivi, Olive, obs, com.obsproject.Studio, OBS, OBS Studio, obs64.exe, Audacity, audacity.exe,
    org.audacityteam.Audacity, Tenacity, Ardour, REAPER, reaper.exe, GarageBand, Bitwig Studio, LMMS, FL64.exe,
    Cubase, MuseScore, MuseScore4.exe, HandBrake, ghb, fr.handbrake.ghb, HandBrake.exe, Descript, ScreenFlow, Camtasia
Design › 3D & CAD: Blender, org.blender.Blender, blender.exe, FreeCAD, org.freecad.FreeCAD, FreeCAD.exe, AutoCAD,
    acad.exe, SLDWORKS.exe, Fusion360.exe, Autodesk Fusion, Inventor.exe, Revit.exe, OpenSCAD, openscad.exe, KiCad,
    kicad.exe, org.kicad.kicad, eeschema, pcbnew, SketchUp, SketchUp.exe, Rhinoceros, Rhino.exe, 3dsmax.exe, Maya,
    Cinema 4D, ZBrush, PrusaSlicer, prusa-slicer, OrcaSlicer, Cura, UltiMaker-Cura, Bambu Studio, LibreCAD, QCAD
Planning › Projects: Linear, Linear.exe, Trello, Asana, ClickUp, ClickUp.exe, Jira, Basecamp 4, Miro, Miro.exe,
    WINPROJ.EXE, Microsoft Project, GanttProject, ProjectLibre, MindNode, XMind, XMind.exe, Freeplane, Freemind,
    OmniPlan
Planning › Calendar: gnome-calendar, org.gnome.Calendar, Calendar, Fantastical, BusyCal, Notion Calendar, korganizer,
    org.kde.korganizer, org.kde.merkuro.calendar, HxCalendarAppImm.exe, Morgen, Vimcal, Cron
Planning › Tasks & time: Todoist, Todoist.exe, TickTick, TickTick.exe, Things, Reminders, OmniFocus, Microsoft To Do,
    Todo.exe, Planify, io.github.alainm23.planify, Errands, io.github.mrvladus.List, Endeavour, org.gnome.Todo,
    Super Productivity, superproductivity, Toggl Track, TogglTrack.exe, Clockify, Timing, Timery, RescueTime, aw-qt,
    GnuCash Time, hamster, org.gnome.Hamster, kimai, Solidtime, gnome-pomodoro, org.gnome.Solanum, Session, Daywright
Business › Accounting: saplogon.exe, SAPgui, DATEV.exe, QuickBooks, QBW.EXE, Sage50.exe, Lexware.exe, WISO.exe
Business › Analytics: PBIDesktop.exe, Power BI Desktop, Tableau, tableau.exe, SPSS, stats.exe, Stata, EViews, Minitab,
    Orange
Communication › Mail: thunderbird, thunderbird.exe, Mozilla Thunderbird, org.mozilla.Thunderbird, thunderbird-esr,
    Betterbird, eu.betterbird.Betterbird, OUTLOOK.EXE, olk.exe, Microsoft Outlook, Outlook, Mail, HxOutlook.exe,
    Evolution, org.gnome.Evolution, Geary, org.gnome.Geary, kmail, org.kde.kmail2, kontact, org.kde.kontact,
    Mailspring, MailClient.exe, eM Client, Spark, Spark Desktop, Airmail, Mimestream, claws-mail, Sylpheed,
    Proton Mail, Tutanota Desktop, Superhuman, Canary Mail, Hiri, BlueMail
Communication › Work chat: Slack, slack.exe, com.slack.Slack, Microsoft Teams, Microsoft Teams - Preview,
    Microsoft Teams (work or school), ms-teams.exe, Teams.exe, teams-for-linux,
    com.github.IsmaelMartinez.teams_for_linux, Mattermost, Mattermost.exe, Mattermost.Desktop, Rocket.Chat, Zulip,
    Zulip.exe, Element, Element.exe, im.riot.Riot, Fractal, org.gnome.Fractal, Nheko, Wire, Stashcat, Lark, Feishu,
    DingTalk
Communication › Messengers: Signal, signal-desktop, org.signal.Signal, Signal.exe, TelegramDesktop, telegram-desktop,
    org.telegram.desktop, Telegram, Telegram.exe, AyuGram, WhatsApp, WhatsApp.exe, whatsapp-for-linux, ZapZap,
    com.rtosta.zapzap, Discord, discord.exe, com.discordapp.Discord, Vesktop, dev.vencord.Vesktop, WebCord, Legcord,
    Messages, FaceTime, Threema, Threema.exe, Viber, Viber.exe, WeChat, WeChat.exe, LINE, LINE.exe, KakaoTalk,
    KakaoTalk.exe, Zalo, Messenger, Caprine, Pidgin, Gajim, Dino, im.dino.Dino, HexChat, org.kde.konversation,
    Quassel, Ferdium, Franz, Rambox, Beeper, Texts, Session Messenger, SimpleX
Meetings: zoom, zoom.exe, zoom.us, us.zoom.Zoom, Zoom Workplace, Webex, CiscoCollabHost.exe, Cisco Webex Meetings,
    Skype, Skype.exe, Skype for Business, lync.exe, Jitsi Meet, jitsi-meet, org.jitsi.jitsi-meet, GoToMeeting,
    g2mlauncher.exe, BlueJeans, Google Meet, Around, Gather, Loom, TeamSpeak 3, TeamSpeak, Mumble, Linphone
Learning › Courses: Anki, anki.exe, net.ankiweb.Anki, GCompris, Khan Academy, Duolingo, GeoGebra, KAlgebra, Step
Learning › Reference works: Dictionary, GoldenDict, goldendict-ng, DeepL, DeepL.exe, Kiwix, kiwix-desktop, artha,
    Translate
Learning › Research: Zotero, zotero.exe, org.zotero.Zotero, Mendeley, Mendeley Reference Manager, JabRef, Citavi.exe,
    EndNote, EndNote.exe, Papers, DEVONthink, NVivo, MAXQDA, ATLAS.ti
Learning › Assistants: ChatGPT, ChatGPT.exe, Claude, Claude.exe, Perplexity, Copilot, LM Studio, Jan, Msty, Ollama,
    GPT4All
News & reading › News: newsflash, io.gitlab.news_flash.NewsFlash, Liferea, Akregator, org.kde.akregator, Feeds,
    RSS Guard, rssguard, NetNewsWire, Reeder, News, Fluent Reader, Feedly, Instapaper, Pocket, Apple News
Social media: Facebook, Instagram, TikTok, Tweetbot, Tuba, dev.geopjr.Tuba, Tokodon, org.kde.tokodon, Ivory, Mona,
    Reddit, X, Pinterest, Snapchat, Bluesky, Threads
Entertainment › Video: vlc, org.videolan.VLC, VLC media player, vlc.exe, mpv, io.mpv.Mpv, mpv.exe, Totem,
    org.gnome.Totem, org.gnome.Showtime, Celluloid, io.github.celluloid_player.Celluloid, Haruna, org.kde.haruna,
    dragonplayer, SMPlayer, Parole, Clapper, com.github.rafostar.Clapper, mpc-hc64.exe, PotPlayerMini64.exe,
    wmplayer.exe, Media Player, Video.UI.exe, IINA, QuickTime Player, TV, Infuse, Kodi, kodi.bin, kodi.exe, Plex,
    Plex.exe, PlexHTPC, Jellyfin Media Player, Stremio, com.stremio.Stremio, FreeTube, Netflix, Disney+, Prime Video,
    YouTube, Popcorn-Time, Hypnotix, Pipeline
Entertainment › Games: steam, steam.exe, steamwebhelper, steamwebhelper.exe, com.valvesoftware.Steam, lutris,
    net.lutris.Lutris, heroic, com.heroicgameslauncher.hgl, EpicGamesLauncher.exe, GalaxyClient.exe, GOG GALAXY,
    Battle.net, Battle.net.exe, LeagueClientUx.exe, League of Legends.exe, VALORANT-Win64-Shipping.exe,
    RobloxPlayerBeta.exe, Roblox, Sober, minecraft-launcher, Minecraft.exe, MinecraftLauncher.exe, PrismLauncher,
    org.prismlauncher.PrismLauncher, MultiMC, factorio, FortniteClient-Win64-Shipping.exe, cs2, cs2.exe, dota2,
    dota2.exe, RetroArch, dolphin-emu, PPSSPPSDL, Ryujinx, yuzu, pcsx2, GeForceNOW, GeForceNOW.exe, moonlight,
    XboxApp.exe, gamescope, gnome-mines, gnome-chess, aisleriot, sol, kpat, kmines, kmahjongg, Chess, 0ad,
    supertuxkart, openttd, freeciv-gtk4, scummvm, dosbox, Solitaire.exe, Bottles
Entertainment › Music: Spotify, spotify.exe, com.spotify.Client, spotify-qt, ncspot, Rhythmbox, org.gnome.Rhythmbox3,
    Lollypop, org.gnome.Lollypop, org.gnome.Music, elisa, org.kde.elisa, Strawberry,
    org.strawberrymusicplayer.strawberry, Clementine, Audacious, Amberol, io.bassi.Amberol, Cider, Music, iTunes,
    iTunes.exe, AppleMusic.exe, foobar2000.exe, DeaDBeeF, Quod Libet, quodlibet, Cantata, Sayonara, Tauon, Plexamp,
    TIDAL, tidal-hifi, Deezer, AIMP.exe, MusicBee.exe, Winamp.exe, Shortwave, de.haeckerfelix.Shortwave, gpodder,
    Podcasts, org.gnome.Podcasts, Pocket Casts, Audible, YouTube Music, youtube-music, Nuclear, Blanket,
    com.rafaelmardojai.Blanket, EasyEffects
Personal › Money: GnuCash, org.gnucash.GnuCash, gnucash.exe, HomeBank, KMyMoney, org.kde.kmymoney, Skrooge, Quicken,
    MoneyMoney, Banking4, StarMoney.exe, YNAB, Actual, Denaro, Portfolio Performance, Stocks, Ledger Live, Electrum
Personal › Travel: org.gnome.Maps, gnome-maps, Maps, marble, Organic Maps, Google Earth, google-earth-pro
Personal › Home & health: org.gnome.Weather, gnome-weather, Weather, org.kde.kweather, Health, Home, Photos,
    org.gnome.Photos, Contacts, org.gnome.Contacts, Find My, Recipes, Microsoft.Photos.exe
System › Files: Nautilus, org.gnome.Nautilus, dolphin, org.kde.dolphin, Thunar, Pcmanfm, pcmanfm-qt, Nemo, Caja,
    SpaceFM, krusader, org.kde.krusader, Doublecmd, doublecmd.exe, io.elementary.files, explorer.exe,
    Windows Explorer, Finder, Path Finder, ForkLift, TOTALCMD64.EXE, Files, file-roller, org.gnome.FileRoller, ark,
    org.kde.ark, engrampa, 7zFM.exe, WinRAR.exe, Nextcloud, com.nextcloud.desktopclient.nextcloud, Dropbox,
    transmission-gtk, com.transmissionbt.Transmission, qbittorrent, org.qbittorrent.qBittorrent, deluge,
    org.kde.ktorrent, fragments, de.haeckerfelix.Fragments, baobab, org.gnome.baobab, filelight, eog, org.gnome.Loupe,
    loupe, gwenview, org.kde.gwenview, Ristretto, feh, imv, nomacs, Pix, xviewer
System › Settings & tools: gnome-control-center, org.gnome.Settings, org.gnome.tweaks, org.gnome.Extensions,
    com.mattjakeman.ExtensionManager, systemsettings, org.kde.systemsettings, xfce4-settings-manager,
    SystemSettings.exe, System Settings, System Preferences, control.exe, regedit.exe, pavucontrol,
    org.pulseaudio.pavucontrol, blueman-manager, nm-connection-editor, gnome-system-monitor, org.gnome.SystemMonitor,
    plasma-systemmonitor, org.kde.plasma-systemmonitor, ksysguard, xfce4-taskmanager, missioncenter,
    io.missioncenter.MissionCenter, Taskmgr.exe, Activity Monitor, gnome-software, org.gnome.Software,
    plasma-discover, org.kde.discover, synaptic, update-manager, App Store, WinStore.App.exe, flameshot,
    org.flameshot.Flameshot, spectacle, org.kde.spectacle, ksnip, SnippingTool.exe, gnome-screenshot, Screenshot,
    gnome-calculator, org.gnome.Calculator, kcalc, org.kde.kcalc, qalculate-gtk, Calculator, CalculatorApp.exe,
    gnome-clocks, org.gnome.clocks, Clock, gnome-characters, org.gnome.Characters, gnome-font-viewer, org.gnome.Logs,
    gparted, gnome-disks, org.gnome.DiskUtility, timeshift-gtk, deja-dup, org.gnome.DejaDup, simple-scan,
    org.gnome.SimpleScan, system-config-printer, Printers, Installer, msiexec.exe, xev, arandr, wdisplays, nwg-look,
    Console, Disk Utility, Keyboard Maestro, Karabiner-Elements, AutoHotkey64.exe
System › Desktop: gnome-shell, org.gnome.Shell, plasmashell, org.kde.plasmashell, xfdesktop, xfce4-panel,
    pcmanfm-desktop, nemo-desktop, caja-desktop, cinnamon, mate-panel, lxqt-panel, i3bar, waybar, polybar, Dock,
    Spotlight, SystemUIServer, ControlCenter, Control Center, Notification Center, UserNotificationCenter,
    WindowManager, ShellExperienceHost.exe, SearchHost.exe, SearchApp.exe, StartMenuExperienceHost.exe,
    TextInputHost.exe, ApplicationFrameHost.exe, LockApp.exe, rofi, wofi, fuzzel, dmenu, krunner, org.kde.krunner,
    ulauncher, albert, Alfred, Alfred 5, Raycast, LaunchBar, dunst, Desktop, desktop_window, conky, plank, latte-dock,
    xfce4-appfinder, synapse, kupfer, loginwindow, logout_greeter, onboard
""")

# Families of names, as globs.
FAMILIES: Listing = (
    ("Development › Data & APIs", ("jetbrains-datagrip*", "jetbrains-dataspell*")),
    ("Development › Coding", ("jetbrains-*", "com.jetbrains.*", "PyCharm*", "IntelliJ IDEA*", "nvim*")),
    (
        "Design › Graphics",
        ("Adobe Photoshop*", "Adobe Illustrator*", "Adobe InDesign*", "Adobe Lightroom*", "Affinity*"),
    ),
    ("Design › Video & audio", ("Adobe Premiere*", "Adobe After Effects*", "Ableton*", "Logic Pro*", "Cubase*")),
    ("Entertainment › Games", ("steam_app_*", "Minecraft*", "retroarch*")),
)
