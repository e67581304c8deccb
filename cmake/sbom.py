#!/usr/bin/env python3
"""Writes the bill of materials of what was installed, as SPDX 2.3 in JSON.

sbom.py --name NAME --version VERSION --root ROOT --output FILE [--compiled-in NAME|VERSION|PATH]... < FILES

Standard input names the installed files, one a line, under ROOT. The shared libraries that they need are read from the
files themselves; what is compiled in comes from the build, PATH being a file or folder of that package. On Debian both are
named by the package that owns them, with its version there. The date is SOURCE_DATE_EPOCH, or now.
"""
import argparse
import datetime
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import uuid

# What third-party.md says of each, by the beginning of the package's name.
LICENCES = {"libeigen3": "MPL-2.0", "eigen3": "MPL-2.0", "libfmt": "MIT", "fmt": "MIT", "nlohmann": "MIT", "libcli11": "BSD-3-Clause",
            "cli11": "BSD-3-Clause", "libssl": "Apache-2.0", "openssl": "Apache-2.0", "libboost": "BSL-1.0", "boost": "BSL-1.0",
            "libicu": "Unicode-DFS-2016", "icu": "Unicode-DFS-2016", "libpugixml": "MIT", "pugixml": "MIT", "libreadstat": "MIT", "libc6": "LGPL-2.1-or-later", "libstdc++6": "GPL-3.0-or-later WITH GCC-exception-3.1",
            "libgcc-s1": "GPL-3.0-or-later WITH GCC-exception-3.1"}


def output_of(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout


def debian_owner(path):
    """(package, version, architecture) of the Debian package that a path belongs to, or None."""
    if not shutil.which("dpkg-query"):
        return None
    resolved = str(pathlib.Path(path).resolve())
    for candidate in (str(path), resolved, resolved.removeprefix("/usr")):
        owner = output_of("dpkg-query", "-S", candidate).partition(": ")[0].split(",")[0]
        if owner:
            return tuple(output_of("dpkg-query", "-W", "-f", "${Package}|${Version}|${Architecture}", owner).split("|"))
    return None


def shared_libraries(path):
    """Pairs of name and place of the shared libraries that a file needs itself."""
    needed = re.findall(r"\(NEEDED\).*\[(.+)\]", output_of("readelf", "-d", path))
    found = dict(re.findall(r"^\s*(\S+) => (\S+) \(", output_of("ldd", path), re.M))
    return [(name, found.get(name, "")) for name in needed if not name.startswith("ld-linux")]


def spdx_id(kind, name):
    return f"SPDXRef-{kind}-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def licence(name):
    return next((text for start, text in LICENCES.items() if name.lower().startswith(start)), "NOASSERTION")


def dependency(name, version, owner):
    entry = {"name": name, "SPDXID": spdx_id("Package", name), "versionInfo": version or "NOASSERTION",
             "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "licenseConcluded": "NOASSERTION",
             "licenseDeclared": licence(name), "copyrightText": "NOASSERTION"}
    if owner:
        entry["externalRefs"] = [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                                  "referenceLocator": f"pkg:deb/debian/{name.replace('+', '%2B')}@{version}?arch={owner[2]}"}]
    return entry


def read_arguments():
    arguments = argparse.ArgumentParser()
    for option in ("--name", "--version", "--root", "--output"):
        arguments.add_argument(option, required=True)
    arguments.add_argument("--compiled-in", action="append", default=[])
    return arguments.parse_args()


def main():
    options = read_arguments()
    root = pathlib.Path(options.root)
    paths = sorted(path for path in map(pathlib.Path, filter(None, sys.stdin.read().split("\n")))
                   if path.is_file() and not path.is_symlink())
    main_id = spdx_id("Package", options.name)
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", main_id)]
    files, dependencies = [], {}

    for number, path in enumerate(paths, 1):
        content = path.read_bytes()
        files.append({"fileName": f"./{path.relative_to(root)}", "SPDXID": f"SPDXRef-File-{number}",
                      "checksums": [{"algorithm": name, "checksumValue": hashlib.new(name.lower(), content).hexdigest()}
                                    for name in ("SHA1", "SHA256")],
                      "licenseConcluded": "NOASSERTION", "licenseInfoInFiles": ["NOASSERTION"], "copyrightText": "NOASSERTION"})
        relations.append((main_id, "CONTAINS", f"SPDXRef-File-{number}"))
        if content.startswith(b"\x7fELF"):
            for name, place in shared_libraries(path):
                owner = debian_owner(place) if place else None
                entry = dependency(owner[0] if owner else name, owner[1] if owner else "", owner)
                entry["comment"] = " ".join(sorted({name, *dependencies.get(entry["name"], {}).get("comment", "").split()}))
                dependencies[entry["name"]] = entry
                relations.append((main_id, "DYNAMIC_LINK", entry["SPDXID"]))
    for name, version, place in (text.split("|") for text in options.compiled_in):
        owner = debian_owner(place) if place else None
        entry = dependency(owner[0] if owner else name, owner[1] if owner else version, owner)
        entry["comment"] = name
        dependencies[entry["name"]] = entry
        relations.append((main_id, "DEPENDS_ON", entry["SPDXID"]))

    digests = "".join(sorted(file["checksums"][0]["checksumValue"] for file in files))
    verification = hashlib.sha1(digests.encode()).hexdigest()
    created = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())), datetime.timezone.utc)
    bill = {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"{options.name}-{options.version}",
        "documentNamespace": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{options.name}/{options.version}/{verification}')}",
        "creationInfo": {"created": created.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": [f"Tool: attune-sbom-{options.version}"]},
        "packages": [{"name": options.name, "SPDXID": main_id, "versionInfo": options.version, "downloadLocation": "NOASSERTION",
                      "filesAnalyzed": True, "packageVerificationCode": {"packageVerificationCodeValue": verification},
                      "licenseConcluded": "NOASSERTION", "licenseInfoFromFiles": ["NOASSERTION"],
                      "licenseDeclared": "Apache-2.0 AND CC0-1.0", "copyrightText": "NOASSERTION"},
                     *(dependencies[name] for name in sorted(dependencies))],
        "files": files,
        "relationships": [{"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}
                          for one, kind, other in dict.fromkeys(relations)],
    }
    pathlib.Path(options.output).write_text(json.dumps(bill, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
