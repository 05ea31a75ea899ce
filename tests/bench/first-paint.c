/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * first-paint X,Y RRGGBB COMMAND…: starts a program on $DISPLAY and looks at one pixel until it has
 * the wanted colour, so that two programs that paint the same page are measured by the same eye.
 * Prints {"first_paint_ms":…,"pss_kib":…}: the memory is the proportional set size of the whole
 * process tree, once two looks 250 ms apart agree within 1 %. Ends the tree afterwards. */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define GIVE_UP_MS 60000

static double
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000.0 + now.tv_nsec / 1e6;
}

static void
pause_ms (long ms)
{
  struct timespec duration = { ms / 1000, ms % 1000 * 1000000 };

  nanosleep (&duration, NULL);
}

static unsigned long
look (Display *display, int x, int y)
{
  XImage *image = XGetImage (display, DefaultRootWindow (display), x, y, 1, 1, AllPlanes, ZPixmap);
  unsigned long pixel = XGetPixel (image, 0, 0) & 0xFFFFFF;

  XDestroyImage (image);
  return pixel;
}

static int
is_below (pid_t pid, pid_t ancestor)
{
  char path[64], state;
  int parent;
  FILE *file;

  while (pid > 1 && pid != ancestor)
    {
      snprintf (path, sizeof path, "/proc/%d/stat", pid);
      file = fopen (path, "r");
      if (file == NULL)
        return 0;
      if (fscanf (file, "%*d (%*[^)]) %c %d", &state, &parent) != 2)
        parent = 0;
      fclose (file);
      pid = parent;
    }
  return pid == ancestor;
}

static long
one_pss (pid_t pid)
{
  char path[64], line[256];
  long pss = 0;
  FILE *file;

  snprintf (path, sizeof path, "/proc/%d/smaps_rollup", pid);
  file = fopen (path, "r");
  if (file == NULL)
    return 0;
  while (fgets (line, sizeof line, file) != NULL)
    if (sscanf (line, "Pss: %ld kB", &pss) == 1)
      break;
  fclose (file);
  return pss;
}

/* We are the subreaper, so whatever the program left behind is still below us. */
static long
tree (pid_t above, int end_it)
{
  struct dirent *entry;
  long pss = 0;
  DIR *proc = opendir ("/proc");

  while ((entry = readdir (proc)) != NULL)
    {
      pid_t pid = atoi (entry->d_name);

      if (pid <= 1 || pid == above || !is_below (pid, above))
        continue;
      pss += one_pss (pid);
      if (end_it)
        kill (pid, SIGKILL);
    }
  closedir (proc);
  return pss;
}

int
main (int argc, char **argv)
{
  unsigned long colour;
  double start, painted;
  long pss, before;
  int x, y;
  pid_t child;
  Display *display;

  if (argc < 4 || sscanf (argv[1], "%d,%d", &x, &y) != 2)
    {
      fprintf (stderr, "usage: first-paint X,Y RRGGBB COMMAND...\n");
      return 64;
    }
  colour = strtoul (argv[2], NULL, 16);
  display = XOpenDisplay (NULL);
  if (display == NULL || look (display, x, y) == colour)
    {
      fprintf (stderr, "first-paint: no display, or it has that colour already\n");
      return 69;
    }
  prctl (PR_SET_CHILD_SUBREAPER, 1);

  start = now_ms ();
  child = fork ();
  if (child == 0)
    {
      execvp (argv[3], argv + 3);
      _exit (127);
    }
  while (look (display, x, y) != colour)
    {
      if (now_ms () - start > GIVE_UP_MS || waitpid (child, NULL, WNOHANG) == child)
        {
          fprintf (stderr, "first-paint: the colour never came\n");
          tree (getpid (), 1);
          return 1;
        }
      pause_ms (1);
    }
  painted = now_ms () - start;

  pss = tree (getpid (), 0);
  do
    {
      before = pss;
      pause_ms (250);
      pss = tree (getpid (), 0);
    }
  while (labs (pss - before) * 100 > pss);

  printf ("{\"first_paint_ms\":%.1f,\"pss_kib\":%ld}\n", painted, pss);
  tree (getpid (), 1);
  while (wait (NULL) > 0)
    tree (getpid (), 1);
  XCloseDisplay (display);
  return 0;
}
