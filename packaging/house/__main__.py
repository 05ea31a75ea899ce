# SPDX-License-Identifier: GPL-3.0-or-later
"""
Usage: packaging/run [OPTION…]

Builds Một Cửa into build/ and starts the whole of it on this machine: a private CA, the central
service over TLS, a virtual printer, an enrolled kiosk and its window, and accounts for the
officials' console, one of each role, which it names.

  --public-url URL   what the QR on the receipt says, e.g. https://192.168.1.20:8443: then a phone
                     in the same network can open it (central listens on that port on all addresses)
  --data DIR         where everything is kept (default: build/house); a second start goes on with it
  --size WxH         size of the virtual display (default: 1080x1920); 1920x1080 for landscape
  --media MEDIUM     what the printer holds: roll-80 (default), roll-58, a5 or a4
  --no-kiosk         start the services only
  --demo DIR         needs nobody: files a birth registration through the real window, carries it
                     through all eight steps and leaves pictures, papers and demo.json in DIR
  -h, --help         this text

Ctrl+C stops every process that was started here, and nothing else.
Exit status: 0 stopped by you, or the demo succeeded; 1 something did not start or did not happen;
64 wrong usage.
"""

import argparse
import os
import signal
import sys
import urllib.parse

from .demo import Demo
from .house import ROOT, House, fail
from .processes import HouseError
from .screen import Display


def parse(argv):
    parser = argparse.ArgumentParser(prog="packaging/run", add_help=False, allow_abbrev=False)
    parser.error = lambda message: (print(f"packaging/run: {message}", file=sys.stderr),
                                    sys.exit(64))
    parser.add_argument("--public-url")
    parser.add_argument("--data")
    parser.add_argument("--size", default="1080x1920")
    parser.add_argument("--media", choices=("roll-80", "roll-58", "a5", "a4"), default="roll-80")
    parser.add_argument("--no-kiosk", action="store_true")
    parser.add_argument("--demo", metavar="DIR")
    options = parser.parse_args(argv)
    try:
        options.width, options.height = (int(part) for part in options.size.split("x"))
    except ValueError:
        parser.error(f"--size {options.size}: write it as 1080x1920")
    if options.public_url:
        url = urllib.parse.urlsplit(options.public_url)
        if url.scheme != "https" or not url.hostname or url.path.strip("/"):
            parser.error(f"--public-url {options.public_url}: write it as https://HOST[:PORT]")
        options.public_url = f"https://{url.netloc}"
        options.port = url.port or 443
    else:
        options.port = None
    return options


def serve(options):
    data = options.data or os.path.join(ROOT, "build", "house")
    with House(data, port=options.port, public_url=options.public_url,
               media=options.media) as house:
        display = None
        try:
            house.start_services()
            house.add_people()
            house.say_how()
            if options.no_kiosk:
                print("Ready. Ctrl+C stops everything.", flush=True)
                house.watch()
            name = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
            if not name:
                display = Display(options.width, options.height, house.logs)
                print(f"No display here: the kiosk's window is on the virtual display "
                      f"{display.name} ({options.size}).", flush=True)
                print(f"  a picture of it: DISPLAY={display.name} import -window root kiosk.png "
                      "(package imagemagick)")
            kiosk = house.start_kiosk(display.name if display else None)
            print("The kiosk's window is open. Ctrl+C stops everything.", flush=True)
            house.watch(until=kiosk)
        finally:
            house.stop()
            if display:
                display.stop()


def main():
    options = parse(sys.argv[1:])

    def stop(signal_number, frame):
        raise KeyboardInterrupt

    # Both by hand: a shell starts what it puts in the background with SIGINT ignored.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        if options.demo:
            Demo(options).run()
        else:
            serve(options)
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
    except HouseError as error:
        fail(str(error))


main()
