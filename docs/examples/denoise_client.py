"""python denoise_client.py URL IN.dcm OUT.dcm [MORE.dcm ...]; DENOISE_API_KEY: a key, where one is asked for. Standard library alone."""
import io, json, os, sys, urllib.error, urllib.request, zipfile

url, source, target, *more = sys.argv[1:]
key = os.environ.get("DENOISE_API_KEY")
headers = {"Authorization": f"Bearer {key}"} if key else {}


def ask(path, method="GET", body=None, **more_headers):
    named = {name.replace("_", "-"): value for name, value in more_headers.items()}
    request = urllib.request.Request(url + path, data=body, method=method, headers={**headers, **named})
    try:
        return urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:  # every refusal says what is wrong, as JSON
        problem = json.load(error)
        sys.exit(f"{problem['code']}: {problem['detail']} (again in {error.headers.get('Retry-After', '-')} s)")


# One file in, one out.
with open(source, "rb") as file:
    response = ask("/v1/denoise?strength=1", "POST", file.read(), Content_Type="application/octet-stream")
with open(target, "wb") as file:
    file.write(response.read())
result = response.headers
print(f"{target}: noise {result['Denoise-Noise-Sd']} {result['Denoise-Noise-Unit']}, model {result['Denoise-Model']}")

# Many files: a job, its progress as server-sent events, its results as a zip archive.
if more:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for name in more:
            packed.write(name, os.path.basename(name))
    job = json.load(ask("/v1/jobs", "POST", archive.getvalue(), Content_Type="application/zip"))
    for line in ask(f"/v1/jobs/{job['id']}/events"):
        if line.startswith(b"data: "):
            print(line[6:].decode().strip())
    with open(f"{target}.zip", "wb") as file:
        file.write(ask(f"/v1/jobs/{job['id']}/result", Accept="application/zip").read())
    ask(f"/v1/jobs/{job['id']}", "DELETE")
    print(f"{target}.zip: the job's results")
